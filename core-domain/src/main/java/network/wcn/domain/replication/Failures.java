package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.wcn.domain.operation.Refusal;

/** Counts the replicas of one replica set that did not serve an operation, and why. */
final class Failures {
  private final int replicas;
  private final List<Refusal> refusals = new ArrayList<>(0);
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
    refusals.add(refusal);
  }

  int count() {
    return silent + unreachable + refusals.size();
  }

  /** Returns whether the replicas that did not fail are still a majority. */
  boolean leaveMajority() {
    return replicas - count() >= Audience.majority(replicas);
  }

  /** Returns what to tell the client once no majority is left. */
  Refusal refusal() {
    for (Refusal refusal : refusals) {
      if (Collections.frequency(refusals, refusal) >= Audience.majority(replicas)) {
        return refusal;
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
            + refusals.size()
            + " refused";
    return unreachable + silent > 0 ? Refusal.network(reason) : Refusal.internal(reason);
  }
}
