package network.wcn.domain.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who pulls what from whom when one keyspace replaces another: every operator that joins a shard
 * pulls it from the one that it replaces there.
 *
 * <p>Computed shard by shard when asked, so a plan costs nothing.
 *
 * @param from the keyspace that is replaced
 * @param to the keyspace that replaces it
 * @see "protocol/wire.md section 11"
 */
public record MigrationPlan(Keyspace from, Keyspace to) {
  /**
   * A shard that one operator must get from another.
   *
   * @param shard what is pulled
   * @param joiner slot of the operator that pulls
   * @param source slot of the operator that it replaces
   */
  public record Pull(ShardId shard, int joiner, int source) {}

  /** Returns the pulls of one shard, in the order of its new replica set; at most five. */
  public List<Pull> pulls(ShardId shard) {
    ReplicaSet before = from.replicas(shard);
    ReplicaSet after = to.replicas(shard);
    if (before.equals(after)) {
      return List.of();
    }
    List<Integer> leavers = without(before, after);
    List<Integer> joiners = without(after, before);
    List<Pull> pulls = new ArrayList<>(joiners.size());
    for (int i = 0; i < joiners.size(); i++) {
      pulls.add(new Pull(shard, joiners.get(i), leavers.get(i)));
    }
    return pulls;
  }

  /** Returns everything that the operator of {@code joiner} must pull, by ascending shard. */
  public List<Pull> pullsOf(int joiner) {
    List<Pull> all = new ArrayList<>();
    for (int index = 0; index < ShardId.COUNT; index++) {
      ShardId shard = new ShardId(index);
      if (!to.replicas(shard).contains(joiner)) {
        continue;
      }
      for (Pull pull : pulls(shard)) {
        if (pull.joiner() == joiner) {
          all.add(pull);
        }
      }
    }
    return List.copyOf(all);
  }

  /**
   * Returns how many shards each joiner pulls from each source, slots ascending; computed anew, in
   * some milliseconds.
   */
  public SortedMap<Integer, SortedMap<Integer, Integer>> pullCounts() {
    SortedMap<Integer, SortedMap<Integer, Integer>> counts = new TreeMap<>();
    for (int index = 0; index < ShardId.COUNT; index++) {
      for (Pull pull : pulls(new ShardId(index))) {
        counts
            .computeIfAbsent(pull.joiner(), _ -> new TreeMap<>())
            .merge(pull.source(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<Integer> without(ReplicaSet set, ReplicaSet other) {
    List<Integer> rest = new ArrayList<>(ReplicaSet.SIZE);
    for (int i = 0; i < ReplicaSet.SIZE; i++) {
      if (!other.contains(set.slot(i))) {
        rest.add(set.slot(i));
      }
    }
    return rest;
  }
}
