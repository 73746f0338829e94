package network.wcn.domain.replication;

import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.domain.operation.Refusal;

/** Counts the replicas of one replica set that did not serve an operation, and why. */
final class Failures {
  private final int replicas;
  private final Map<Refusal, Integer> refusals = new LinkedHashMap<>();
  private int silent;
  private int unreachable;

  Failures(int replicas) {
    this.replicas = replicas;
  }

  void add(ReplicaReply.Reason reason) {
    if (reason == ReplicaReply.Reason.UNREACHABLE) {
      unreachable++;
    } else {
      silent++;
    }
  }

  void add(Refusal refusal) {
    refusals.merge(refusal, 1, Integer::sum);
  }

  int count() {
    return silent + unreachable + refused();
  }

  private int refused() {
    return refusals.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns whether the replicas that did not fail are still a majority. */
  boolean leaveMajority() {
    return replicas - count() >= Audience.majority(replicas);
  }

  /** Returns what to tell the client once no majority is left. */
  Refusal refusal() {
    for (Map.Entry<Refusal, Integer> refusal : refusals.entrySet()) {
      if (refusal.getValue() >= Audience.majority(replicas)) {
        return refusal.getKey();
      }
    }
    String reason =
        replicas
            - count()
            + " of "
            + replicas
            + " replicas left, "
            + Audience.majority(replicas)
            + " needed: "
            + unreachable
            + " unreachable, "
            + silent
            + " without answer, "
            + refused()
            + " refused";
    return unreachable + silent > 0 ? Refusal.network(reason) : Refusal.internal(reason);
  }
}
