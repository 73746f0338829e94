package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.List;

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
    groups = groups.stream().map(List::copyOf).toList();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("an operation needs a replica set");
    }
  }

  /** Returns the audience of one replica set. */
  public static Audience of(List<Integer> replicaSet) {
    return new Audience(replicaSet, List.of(replicaSet));
  }

  /** Returns the audience of the old and the new replica set of a shard that moves. */
  public static Audience ofBoth(List<Integer> oldSet, List<Integer> newSet) {
    List<Integer> all = new ArrayList<>(oldSet);
    for (int replica : newSet) {
      if (!all.contains(replica)) {
        all.add(replica);
      }
    }
    return new Audience(all, List.of(oldSet, newSet));
  }

  /** Returns how many of {@code size} replicas are a majority. */
  static int majority(int size) {
    return size / 2 + 1;
  }
}
