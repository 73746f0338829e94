package network.wcn.domain.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResyncPlanTest {
  private static final int OPERATOR = 9;
  private static final Keyspace FIVE = Keyspace.of(List.of(2, 4, 6, 8, OPERATOR));
  private static final Keyspace TWELVE =
      Keyspace.of(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, OPERATOR, 10, 255));

  @Test
  void everyShardOfTheOperatorIsFetchedOnceFromTheOtherFour() {
    for (Keyspace keyspace : List.of(FIVE, TWELVE)) {
      BitSet fetched = new BitSet();
      for (ResyncPlan.Range range : new ResyncPlan(keyspace, OPERATOR).ranges()) {
        for (int index = range.first().index(); index <= range.last().index(); index++) {
          assertFalse(fetched.get(index), "shard " + index + " comes twice");
          fetched.set(index);
          Set<Integer> others = Set.copyOf(range.sources());
          assertEquals(4, others.size());
          assertFalse(others.contains(OPERATOR));
          assertTrue(keyspace.replicas(new ShardId(index)).slots().containsAll(others));
        }
      }
      assertEquals(keyspace.shardCounts().get(OPERATOR), fetched.cardinality());
    }
  }

  @Test
  void neighboursOfTheSameOperatorsAreOneRangeButNotAVeryLongOne() {
    List<ResyncPlan.Range> ranges = new ResyncPlan(FIVE, OPERATOR).ranges();
    assertEquals(ShardId.COUNT / ResyncPlan.MOST_SHARDS, ranges.size());
    assertTrue(ranges.stream().allMatch(range -> range.shardCount() == ResyncPlan.MOST_SHARDS));
    assertEquals(0x0000_0000_0000_0000L, ranges.getFirst().first().firstPosition());
    assertEquals(0xffff_ffff_ffff_ffffL, ranges.getLast().last().lastPosition());
  }

  @Test
  void theFirstToBeAskedIsNotAlwaysTheSame() {
    long first =
        new ResyncPlan(FIVE, OPERATOR)
            .ranges().stream().map(range -> range.sources().getFirst()).distinct().count();
    assertEquals(4, first);
  }

  /** Three of five hold what was acknowledged, whoever they are. */
  @Test
  void whatThreeOfTheOthersSentHasEveryAcknowledgedWrite() {
    List<Integer> others = new ResyncPlan(FIVE, OPERATOR).ranges().getFirst().sources();
    List<Integer> all = FIVE.members();
    for (int asked = 0; asked < 1 << others.size(); asked++) {
      for (int held = 0; held < 1 << all.size(); held++) {
        if (Integer.bitCount(asked) >= ResyncPlan.SOURCES_NEEDED
            && Integer.bitCount(held) >= ReplicaSet.MAJORITY) {
          assertTrue(meet(others, asked, all, held), "asked " + asked + ", held by " + held);
        }
      }
    }
  }

  private static boolean meet(List<Integer> others, int asked, List<Integer> all, int held) {
    for (int i = 0; i < others.size(); i++) {
      if ((asked >> i & 1) == 1 && (held >> all.indexOf(others.get(i)) & 1) == 1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whoTakesNoPartFetchesNothing() {
    assertEquals(List.of(), new ResyncPlan(FIVE, 3).ranges());
  }

  @Test
  void aKeyspaceKnowsWhoHoldsAllOfSomeShards() {
    ShardId first = new ShardId(0);
    ShardId last = new ShardId(ShardId.COUNT - 1);
    assertTrue(FIVE.holdsAll(OPERATOR, first, last));
    assertFalse(FIVE.holdsAll(3, first, first));
    assertFalse(TWELVE.holdsAll(OPERATOR, first, last));
    for (ResyncPlan.Range range : new ResyncPlan(TWELVE, OPERATOR).ranges()) {
      assertTrue(TWELVE.holdsAll(OPERATOR, range.first(), range.last()));
    }
  }
}
