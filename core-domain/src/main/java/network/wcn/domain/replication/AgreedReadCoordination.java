package network.wcn.domain.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * A read of one record while its replicas agree: headers suffice for that, so the value crosses the
 * network once, and for an expiration never.
 *
 * <p>One replica is asked for the record, the others for its header. Where a majority agrees, it is
 * the answer. Where replicas differ, before the answer or after it, the whole record is read
 * instead, which merges and repairs it ({@link RecordReadCoordination}).
 *
 * <p>Replicas that answer as the reference does tell no header; they are compared by what a client
 * would see.
 */
final class AgreedReadCoordination implements Coordination {
  /** How long to wait for the value once it is known which one it is. */
  private static final Duration SETTLING = Duration.ofMillis(50);

  private static final int WAKE_FETCH = 0;
  private static final int FOR_HEADER = 0;
  private static final int FOR_VALUE = 1;

  private final Operation.RecordRead read;
  private final CoordinationContext context;
  private final List<Integer> replicas;
  private final Calls calls;
  private final Failures failures;
  private final Map<Integer, HeldRecord> held = new LinkedHashMap<>(8);
  private boolean waiting;
  private boolean fetched;

  /** Reads the whole record, once replicas were found to differ; its calls follow ours. */
  private @Nullable RecordReadCoordination whole;

  private int firstCallOfWhole;

  AgreedReadCoordination(Operation.RecordRead read, CoordinationContext context) {
    this.read = read;
    this.context = context;
    this.replicas = context.audience().groups().getFirst();
    this.calls = new Calls(context.keyspaceVersion());
    this.failures = new Failures(replicas.size());
  }

  @Override
  public List<CoordinatorEffect> begin() {
    StorageRequest forHeader = request(Detail.HEADERS);
    for (int replica : replicas) {
      if (wantsValue() && replica == context.preferred()) {
        askForValue(replica);
      } else {
        calls.ask(replica, Purpose.QUERY, FOR_HEADER, forHeader);
      }
    }
    return calls.take();
  }

  private boolean wantsValue() {
    return switch (read) {
      case Operation.Get _, Operation.HGet _ -> true;
      case Operation.GetExp _, Operation.HGetExp _ -> false;
    };
  }

  private void askForValue(int replica) {
    calls.ask(replica, Purpose.QUERY, FOR_VALUE, request(Detail.FULL));
  }

  private StorageRequest request(Detail detail) {
    return calls.request(read, new RequestTrailer.Read(detail, context.nowUnixSeconds()));
  }

  @Override
  public List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    if (whole != null && call >= firstCallOfWhole) {
      return passOn(whole.onReply(call - firstCallOfWhole, reply));
    }
    Calls.Pending pending = calls.settle(call);
    if (whole != null) {
      return List.of();
    }
    boolean agrees = true;
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(var answer, var evidence)) -> {
        Optional<HeldRecord> told =
            HeldRecord.of(answer, evidence, detailOf(pending), context.nowUnixSeconds());
        if (told.isPresent()) {
          held.put(pending.replica(), told.get());
          agrees = agreesWithAll(told.get());
        } else {
          failures.add(ReplicaReply.Reason.BROKEN);
        }
      }
    }
    // A replica that told its header and then not its value counts twice, which only the whole
    // read can put right.
    boolean countsOnce = held.size() + failures.count() <= replicas.size();
    return agrees && countsOnce ? answerIfPossible() : readWhole();
  }

  private static Detail detailOf(Calls.Pending pending) {
    return pending.round() == FOR_VALUE ? Detail.FULL : Detail.HEADERS;
  }

  /** Compares what one replica told; the others agreed before. */
  private boolean agreesWithAll(HeldRecord told) {
    for (HeldRecord other : held.values()) {
      if (!told.agreesWith(other)) {
        return false;
      }
    }
    return true;
  }

  private List<CoordinatorEffect> answerIfPossible() {
    if (!calls.isAnswered()) {
      if (held.size() >= Audience.majority(replicas.size())) {
        answerOrAwaitValue();
      } else if (!failures.leaveMajority()) {
        calls.answer(StorageResponse.of(failures.refusal()));
      }
    }
    return calls.take();
  }

  private void answerOrAwaitValue() {
    Optional<Expiration> expiration = held.values().iterator().next().expiration();
    if (!wantsValue()) {
      calls.answer(StorageResponse.of(new Answer.Expires(expiration)));
      return;
    }
    Optional<LiveRecord> value = value();
    if (value.isPresent() || expiration.isEmpty()) {
      calls.answer(StorageResponse.of(new Answer.Found(value)));
    } else if (calls.outstanding(Purpose.QUERY, FOR_VALUE) == 0) {
      fetchValue();
    } else if (!waiting) {
      waiting = true;
      calls.wakeAfter(WAKE_FETCH, SETTLING);
    }
  }

  private Optional<LiveRecord> value() {
    for (HeldRecord each : held.values()) {
      if (each.value().isPresent()) {
        return each.value();
      }
    }
    return Optional.empty();
  }

  /** Asks a replica that told its header for the value too, for who was asked is slow or failed. */
  private void fetchValue() {
    if (!fetched) {
      fetched = true;
      askForValue(held.keySet().iterator().next());
    }
  }

  private List<CoordinatorEffect> readWhole() {
    Operation.RecordRead full =
        switch (read) {
          case Operation.GetExp(var namespace, var key) -> new Operation.Get(namespace, key);
          case Operation.HGetExp(var namespace, var key, var field) ->
              new Operation.HGet(namespace, key, field);
          case Operation.Get get -> get;
          case Operation.HGet hget -> hget;
        };
    Function<Optional<LiveRecord>, Answer> toAnswer =
        wantsValue()
            ? Answer.Found::new
            : live -> new Answer.Expires(live.map(LiveRecord::expiration));
    whole = new RecordReadCoordination(full, toAnswer, context);
    firstCallOfWhole = calls.made();
    return passOn(whole.begin());
  }

  /** Renumbers the calls of the whole read behind ours, and answers only once. */
  private List<CoordinatorEffect> passOn(List<CoordinatorEffect> effects) {
    List<CoordinatorEffect> renumbered = new ArrayList<>();
    for (CoordinatorEffect effect : effects) {
      switch (effect) {
        case CoordinatorEffect.Ask(int call, int replica, var request) ->
            renumbered.add(new CoordinatorEffect.Ask(call + firstCallOfWhole, replica, request));
        case CoordinatorEffect.Answer(var response) -> calls.answer(response);
        case CoordinatorEffect.WakeAfter wake -> renumbered.add(wake);
      }
    }
    renumbered.addAll(calls.take());
    return renumbered;
  }

  @Override
  public List<CoordinatorEffect> onDeadline() {
    return calls.expire();
  }

  @Override
  public List<CoordinatorEffect> onWake(int wake) {
    if (whole == null && !calls.isAnswered()) {
      fetchValue();
    }
    return calls.take();
  }
}
