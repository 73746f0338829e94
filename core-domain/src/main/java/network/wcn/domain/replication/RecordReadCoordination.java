package network.wcn.domain.replication;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;

/**
 * A read of a whole record whose replicas differ: the first majority of answers, merged. A part of
 * {@link AgreedReadCoordination}, which answers where they agree.
 *
 * <p>Where fewer than a majority hold the merged record it is written back first, so that a read
 * never goes back in time: whoever reads next meets at least one holder. Replicas that answer late
 * are repaired behind the answer.
 */
final class RecordReadCoordination {
  private final Operation.RecordRead read;
  private final Function<Optional<LiveRecord>, Answer> toAnswer;
  private final CoordinationContext context;
  private final List<Integer> replicas;
  private final Calls calls;
  private final Failures failures;

  private final Map<Integer, ReplicaState> states = new LinkedHashMap<>(8);
  private Optional<StoredRecord> merged = Optional.empty();
  private Optional<LiveRecord> answer = Optional.empty();
  private boolean resolved;
  private final Set<Integer> holders = new HashSet<>();
  private final Map<Integer, Optional<StoredRecord>> sent = new HashMap<>();

  RecordReadCoordination(
      Operation.RecordRead read,
      Function<Optional<LiveRecord>, Answer> toAnswer,
      CoordinationContext context) {
    this.read = read;
    this.toAnswer = toAnswer;
    this.context = context;
    this.replicas = context.audience().groups().getFirst();
    this.calls = new Calls(context.keyspaceVersion());
    this.failures = new Failures(replicas.size());
  }

  List<CoordinatorEffect> begin() {
    StorageRequest request =
        calls.request(read, new RequestTrailer.Read(Detail.FULL, context.nowUnixSeconds()));
    for (int replica : replicas) {
      calls.ask(replica, Purpose.QUERY, 0, request);
    }
    return calls.take();
  }

  List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    Calls.Pending pending = calls.settle(call);
    if (pending.purpose() == Purpose.REPAIR) {
      onRepaired(pending.replica(), reply);
    } else {
      onAnswered(pending.replica(), reply);
    }
    if (!calls.isAnswered()) {
      concludeIfPossible();
    }
    return calls.take();
  }

  private void onRepaired(int replica, ReplicaReply reply) {
    if (Repairs.succeeded(reply)) {
      holders.add(replica);
    }
  }

  private void onAnswered(int replica, ReplicaReply reply) {
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Found found, var evidence)) ->
          ReplicaState.of(found.record(), evidence, context.nowUnixSeconds())
              .ifPresentOrElse(
                  state -> onState(replica, state), () -> failures.add(ReplicaReply.Reason.BROKEN));
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          failures.add(ReplicaReply.Reason.BROKEN);
    }
  }

  private void onState(int replica, ReplicaState state) {
    states.put(replica, state);
    if (resolved) {
      merged = ReplicaState.merge(states.values());
      states.forEach(this::bringUpToDate);
    }
  }

  /** Sends a replica what it lacks; each time that something newer turns up again. */
  private void bringUpToDate(int replica, ReplicaState state) {
    if (state.holds(merged, context.nowUnixSeconds())) {
      holders.add(replica);
    } else if (merged.isPresent() && !merged.equals(sent.put(replica, merged))) {
      StorageRequest repair = Repairs.request(calls, read.recordKey(), merged.get());
      calls.ask(replica, Purpose.REPAIR, 0, repair);
    }
  }

  private void concludeIfPossible() {
    int majority = Audience.majority(replicas.size());
    if (!resolved && states.size() >= majority) {
      resolved = true;
      merged = ReplicaState.merge(states.values());
      answer = merged.flatMap(record -> LiveRecord.of(record, context.nowUnixSeconds()));
      states.forEach(this::bringUpToDate);
    }
    if (resolved && holders.size() >= majority) {
      calls.answer(StorageResponse.of(toAnswer.apply(answer)));
      return;
    }
    int hopes =
        holders.size() + calls.outstanding(Purpose.QUERY, 0) + calls.outstanding(Purpose.REPAIR, 0);
    if (resolved ? hopes < majority : !failures.leaveMajority()) {
      calls.answer(
          StorageResponse.of(
              failures.leaveMajority()
                  ? Refusal.network("the record could not be brought to a majority of its replicas")
                  : failures.refusal()));
    }
  }
}
