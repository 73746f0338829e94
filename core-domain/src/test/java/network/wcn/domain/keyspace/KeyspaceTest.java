package network.wcn.domain.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
  private static final List<Integer> SEVEN = List.of(3, 9, 10, 50, 128, 200, 255);

  @Test
  void everyShardHasFiveDifferentMembers() {
    Keyspace keyspace = Keyspace.of(SEVEN);
    for (int index = 0; index < ShardId.COUNT; index++) {
      List<Integer> replicas = keyspace.replicas(new ShardId(index)).slots();
      assertEquals(5, new HashSet<>(replicas).size());
      assertTrue(SEVEN.containsAll(replicas));
    }
  }

  @Test
  void theOrderOfMembersDoesNotMatter() {
    Keyspace keyspace = Keyspace.of(SEVEN.reversed());
    assertEquals(Keyspace.of(SEVEN), keyspace);
    assertEquals(SEVEN, keyspace.members());
    assertNotEquals(Keyspace.of(List.of(0, 1, 2, 3, 4)), keyspace);
  }

  @Test
  void fewerThanFiveOperatorsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Keyspace.of(List.of(0, 1, 2, 3)));
    assertThrows(IllegalArgumentException.class, () -> Keyspace.of(List.of(0, 1, 2, 3, 3)));
  }

  @Test
  void slotsOutsideOfTheContractAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Keyspace.of(List.of(0, 1, 2, 3, 256)));
    assertThrows(IllegalArgumentException.class, () -> Keyspace.of(List.of(-1, 1, 2, 3, 4)));
  }

  @Test
  void shardsOutsideOfTheKeySpaceAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ShardId(-1));
    assertThrows(IllegalArgumentException.class, () -> new ShardId(65_536));
  }

  @Test
  void aReplicaSetKnowsItsMembers() {
    ReplicaSet replicas = Keyspace.of(SEVEN).replicas(new ShardId(65_535));
    for (int slot : SEVEN) {
      assertEquals(replicas.slots().contains(slot), replicas.contains(slot));
    }
    assertFalse(replicas.contains(0));
    assertThrows(IndexOutOfBoundsException.class, () -> replicas.slot(5));
  }

  @Test
  void everyCopyOfAShardIsCounted() {
    SortedMap<Integer, Integer> counts = Keyspace.of(SEVEN).shardCounts();
    assertEquals(SEVEN, List.copyOf(counts.keySet()));
    assertEquals(5 * ShardId.COUNT, counts.values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(ShardId.COUNT, Keyspace.of(List.of(1, 2, 3, 4, 5)).shardCounts().get(5));
  }

  @Test
  void whatOperatorsPullIsWhatTheyHoldMore() {
    Keyspace from = Keyspace.of(SEVEN);
    Keyspace to = Keyspace.of(List.of(3, 9, 10, 50, 128, 7, 8));
    MigrationPlan plan = new MigrationPlan(from, to);
    SortedMap<Integer, SortedMap<Integer, Integer>> pulls = plan.pullCounts();
    for (int joiner : to.members()) {
      int pulled =
          pulls.getOrDefault(joiner, new TreeMap<>()).values().stream()
              .mapToInt(Integer::intValue)
              .sum();
      assertEquals(plan.pullsOf(joiner).size(), pulled);
    }
    assertEquals(to.shardCounts().get(7), plan.pullsOf(7).size());
    assertEquals(new TreeMap<>(), new MigrationPlan(from, from).pullCounts());
  }
}
