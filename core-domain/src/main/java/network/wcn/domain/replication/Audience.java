package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.keyspace.ReplicaSet;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.operation.Operation;

/**
 * Which operators take part in an operation.
 *
 * @param replicas slot indexes of all of them, each once
 * @param groups the replica sets whose majority each has to agree: one, or two for a write while a
 *     migration runs
 */
public record Audience(List<Integer> replicas, List<List<Integer>> groups) {
  public Audience {
    replicas = List.copyOf(replicas);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("an operation needs a replica set");
    }
    groups =
        groups.size() == 1
            ? List.of(List.copyOf(groups.getFirst()))
            : groups.stream().map(List::copyOf).toList();
  }

  /**
   * Returns who takes part in {@code operation}.
   *
   * <p>Writes go to the new replica set too while a migration runs, and to the old one for a while
   * after: as long as some nodes may not know that it is over, and read from there.
   *
   * @param settled whether every node knows the keyspace in force: the events' propagation latency
   *     has passed since this node first saw it
   */
  public static Audience of(
      ClusterView view, Operation operation, long nowUnixNanos, boolean settled) {
    ShardId shard = ShardId.of(operation.key());
    ReplicaSet primary = view.primaryReplicas(shard);
    List<List<Integer>> groups = new ArrayList<>(2);
    groups.add(primary.slots());
    if (operation instanceof Operation.Write) {
      if (view.schedule().shadowsWrites(nowUnixNanos)) {
        view.migratingReplicas(shard).ifPresent(set -> add(groups, set));
      }
      if (!settled) {
        view.retiring().ifPresent(keyspace -> add(groups, keyspace.replicas(shard)));
      }
    }
    return groups.size() == 1 ? of(groups.getFirst()) : ofAll(groups);
  }

  private static void add(List<List<Integer>> groups, ReplicaSet set) {
    List<Integer> slots = set.slots();
    for (List<Integer> group : groups) {
      if (group.containsAll(slots)) {
        return;
      }
    }
    groups.add(slots);
  }

  /** Returns the audience of one replica set. */
  public static Audience of(List<Integer> replicaSet) {
    return new Audience(replicaSet, List.of(replicaSet));
  }

  /** Returns the audience of the old and the new replica set of a shard that moves. */
  public static Audience ofBoth(List<Integer> oldSet, List<Integer> newSet) {
    return ofAll(List.of(oldSet, newSet));
  }

  private static Audience ofAll(List<List<Integer>> groups) {
    List<Integer> all = new ArrayList<>(groups.getFirst());
    for (List<Integer> group : groups) {
      for (int replica : group) {
        if (!all.contains(replica)) {
          all.add(replica);
        }
      }
    }
    return new Audience(all, groups);
  }

  /** Returns how many of {@code size} replicas are a majority. */
  static int majority(int size) {
    return size / 2 + 1;
  }
}
