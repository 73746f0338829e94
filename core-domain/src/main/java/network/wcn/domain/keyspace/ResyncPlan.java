package network.wcn.domain.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an operator has to fetch, and from whom, to hold everything that is acknowledged in its
 * shards: each of them from at least three of the other four operators that hold it.
 *
 * <p>Three of five held a write when it was acknowledged, so at least two of the other four did,
 * and of any three of those at least one. That is no longer so where one of the others has lost
 * data, too: ask all four, to find it even then.
 *
 * @param keyspace the one in force
 * @param operator contract slot of the operator that fetches
 * @see "operations.md section A2"
 */
public record ResyncPlan(Keyspace keyspace, int operator) {
  /** From how many of its sources a range has to be fetched at least. */
  public static final int SOURCES_NEEDED = ReplicaSet.MAJORITY;

  /** Most shards in one range, so that a transfer that breaks off costs little. */
  static final int MOST_SHARDS = 1 << 9;

  /**
   * Neighbouring shards that the same operators hold.
   *
   * @param first the lowest of them
   * @param last the highest of them
   * @param sources slots of the other operators that hold them, the one to ask first first
   */
  public record Range(ShardId first, ShardId last, List<Integer> sources) {
    public Range {
      sources = List.copyOf(sources);
    }

    /** Returns how many shards these are. */
    public int shardCount() {
      return last.index() - first.index() + 1;
    }

    private boolean continuesWith(Range next) {
      return last.index() + 1 == next.first.index()
          && shardCount() < MOST_SHARDS
          && Set.copyOf(sources).equals(Set.copyOf(next.sources));
    }

    private Range through(Range next) {
      return new Range(first, next.last, sources);
    }
  }

  /**
   * Returns what is to be fetched, by ascending shard: every shard that the operator holds, once;
   * nothing if it takes no part.
   */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (int index = 0; index < ShardId.COUNT; index++) {
      ShardId shard = new ShardId(index);
      List<Integer> holders = keyspace.replicas(shard).slots();
      if (!holders.contains(operator)) {
        continue;
      }
      List<Integer> sources = holders.stream().filter(slot -> slot != operator).toList();
      Range alone = new Range(shard, shard, sources);
      if (!ranges.isEmpty() && ranges.getLast().continuesWith(alone)) {
        ranges.add(ranges.removeLast().through(alone));
      } else {
        ranges.add(alone);
      }
    }
    return List.copyOf(ranges);
  }
}
