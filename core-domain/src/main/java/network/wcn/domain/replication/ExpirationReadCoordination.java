package network.wcn.domain.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.replication.Calls.Purpose;
import network.wcn.domain.replication.RequestTrailer.Detail;
import org.jspecify.annotations.Nullable;

/**
 * A read of an expiration: headers suffice while a majority agrees, and values never travel.
 *
 * <p>Where replicas differ, the whole record is read instead, which merges and repairs it.
 */
final class ExpirationReadCoordination implements Coordination {
  private final Operation.RecordRead read;
  private final CoordinationContext context;
  private final List<Integer> replicas;
  private final Calls calls;
  private final Failures failures;
  private final Map<Integer, Held> held = new LinkedHashMap<>();

  /** Reads the whole record, once replicas were found to differ; its calls follow ours. */
  private @Nullable RecordReadCoordination whole;

  /** What a replica's answer tells: the header where it is one of ours. */
  private record Held(Optional<RecordHeader> header, Optional<Expiration> shown) {}

  ExpirationReadCoordination(Operation.RecordRead read, CoordinationContext context) {
    this.read = read;
    this.context = context;
    this.replicas = context.audience().groups().getFirst();
    this.calls = new Calls(context.keyspaceVersion());
    this.failures = new Failures(replicas.size());
  }

  @Override
  public List<CoordinatorEffect> begin() {
    StorageRequest request =
        calls.request(read, new RequestTrailer.Read(Detail.HEADERS, context.nowUnixSeconds()));
    for (int replica : replicas) {
      calls.ask(replica, Purpose.QUERY, 0, request);
    }
    return calls.take();
  }

  @Override
  public List<CoordinatorEffect> onReply(int call, ReplicaReply reply) {
    if (whole != null && call >= replicas.size()) {
      return passOn(whole.onReply(call - replicas.size(), reply));
    }
    int replica = calls.settle(call).replica();
    switch (reply) {
      case ReplicaReply.Failed failed -> failures.add(failed.reason());
      case ReplicaReply.Answered(StorageResponse.Refused refused) ->
          failures.add(refused.refusal());
      case ReplicaReply.Answered(StorageResponse.Succeeded(Answer.Expires shown, var evidence))
          when agree(shown, evidence) ->
          held.put(replica, heldBy(shown, evidence));
      case ReplicaReply.Answered(StorageResponse.Succeeded _) ->
          failures.add(ReplicaReply.Reason.BROKEN);
    }
    if (whole != null) {
      return calls.take();
    }
    if (held.size() >= Audience.majority(replicas.size())) {
      if (!allAgree()) {
        return readWhole();
      }
      Held agreed = held.values().iterator().next();
      calls.answer(StorageResponse.of(new Answer.Expires(agreed.shown)));
    } else if (!failures.leaveMajority()) {
      calls.answer(StorageResponse.of(failures.refusal()));
    }
    return calls.take();
  }

  /** Returns whether evidence, where it came with the answer, says the same. */
  private boolean agree(Answer.Expires shown, Optional<Evidence> evidence) {
    return switch (evidence.orElse(null)) {
      case null -> true;
      case Evidence.OfRecord(var header, _) ->
          shown
              .expiration()
              .equals(
                  header
                      .filter(h -> h.isLive(context.nowUnixSeconds()))
                      .map(RecordHeader::expiration));
      case Evidence.OfPage _, Evidence.OfDigest _ -> false;
    };
  }

  private Held heldBy(Answer.Expires shown, Optional<Evidence> evidence) {
    long now = context.nowUnixSeconds();
    Optional<RecordHeader> header =
        evidence.orElse(null) instanceof Evidence.OfRecord(var stored, _)
            ? stored.filter(h -> h.isRemembered(now)).map(h -> h.withoutExpiredPayload(now))
            : Optional.empty();
    return new Held(header, shown.expiration());
  }

  private boolean allAgree() {
    Held first = held.values().iterator().next();
    for (Held other : held.values()) {
      if (!other.equals(first)) {
        return false;
      }
    }
    return true;
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
    whole =
        new RecordReadCoordination(
            full, live -> new Answer.Expires(live.map(LiveRecord::expiration)), context);
    return passOn(whole.begin());
  }

  /** Renumbers the calls of the whole read behind ours, and answers only once. */
  private List<CoordinatorEffect> passOn(List<CoordinatorEffect> effects) {
    List<CoordinatorEffect> renumbered = new ArrayList<>();
    for (CoordinatorEffect effect : effects) {
      switch (effect) {
        case CoordinatorEffect.Ask(int call, int replica, var request) ->
            renumbered.add(new CoordinatorEffect.Ask(call + replicas.size(), replica, request));
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
    return List.of();
  }
}
