package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Calls.Purpose;

/**
 * A write: done once a majority of each replica set holds it.
 *
 * <p>While a migration runs the old and the new replica set both have to agree, so that neither the
 * readers of the old nor those of the new keyspace can miss an acknowledged write.
 */
final class WriteCoordination implements Coordination {
  private static final StorageResponse DONE = StorageResponse.of(Answer.Done.INSTANCE);

  private final Operation.Write write;
  private final Audience audience;
  private final Calls calls;
  private final List<GroupTally> groups = new ArrayList<>(2);

  /** How far one replica set is. */
  private static final class GroupTally {
    final List<Integer> replicas;
    final Failures failures;
    int written;

    GroupTally(List<Integer> replicas) {
      this.replicas = replicas;
      this.failures = new Failures(replicas.size());
    }

    boolean hasMajority() {
      return written >= Audience.majority(replicas.size());
    }
  }

  WriteCoordination(Operation.Write write, CoordinationContext context) {
    this.write = write;
    this.audience = context.audience();
    this.calls = new Calls(context.keyspaceVersion());
    for (List<Integer> group : audience.groups()) {
      groups.add(new GroupTally(group));
    }
  }

  @Override
  public List<CoordinatorEffect> begin() {
    StorageRequest request = calls.request(write, null);
    for (int replica : audience.replicas()) {
      calls.ask(replica, Purpose.QUERY, 0, request);
    }
    return calls.take();
  }

  @Override
  public List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    int replica = calls.settle(call).replica();
    for (GroupTally group : groups) {
      if (group.replicas.contains(replica)) {
        count(group, reply);
      }
    }
    if (haveAllMajorities()) {
      calls.answer(DONE);
      return calls.take();
    }
    for (GroupTally group : groups) {
      if (!group.failures.leaveMajority()) {
        calls.answer(StorageResponse.of(group.failures.refusal()));
      }
    }
    return calls.take();
  }

  private boolean haveAllMajorities() {
    for (GroupTally group : groups) {
      if (!group.hasMajority()) {
        return false;
      }
    }
    return true;
  }

  private static void count(GroupTally group, ReplicaReply reply) {
    switch (reply) {
      case ReplicaReply.Failed failed -> group.failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          group.failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Done _, _)) -> group.written++;
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          group.failures.add(ReplicaReply.Reason.BROKEN);
    }
  }

  @Override
  public List<CoordinatorEffect> onDeadline() {
    return calls.expire();
  }

  @Override
  public List<CoordinatorEffect> onWake(int wake) {
    return List.of();
  }
}
