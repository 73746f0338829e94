package network.wcn.domain.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.InvariantViolation;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import org.jspecify.annotations.Nullable;

/** The calls of one coordination that are under way, and the effects to hand out next. */
final class Calls {
  /** What a call is for. */
  enum Purpose {
    /** The operation itself, or a part of it. */
    QUERY,
    /** The same query for a replica's digest after the answer, to see whether it lags. */
    CHECK,
    /** Bringing a replica up to date. */
    REPAIR
  }

  /** A call under way. */
  record Pending(int replica, Purpose purpose, int round) {}

  /** As many as one round over a replica set makes. */
  private static final int USUAL_EFFECTS = 6;

  private final long keyspaceVersion;

  /** By number; nothing where a call was settled. */
  private final List<@Nullable Pending> calls = new ArrayList<>(USUAL_EFFECTS);

  private @Nullable List<CoordinatorEffect> effects;
  private boolean answered;

  Calls(long keyspaceVersion) {
    this.keyspaceVersion = keyspaceVersion;
  }

  void ask(int replica, Purpose purpose, int round, StorageRequest request) {
    int call = calls.size();
    calls.add(new Pending(replica, purpose, round));
    effect(new CoordinatorEffect.Ask(call, replica, request));
  }

  /** Returns the request for {@code operation} at this coordination's keyspace version. */
  StorageRequest request(Operation operation, @Nullable RequestTrailer trailer) {
    return new StorageRequest(
        operation, OptionalLong.of(keyspaceVersion), Optional.ofNullable(trailer));
  }

  /** Returns the call that a reply belongs to and takes it off the list. */
  Pending settle(int call) {
    Pending settled = call >= 0 && call < calls.size() ? calls.set(call, null) : null;
    if (settled == null) {
      throw new InvariantViolation("call " + call + " was reported twice or never made");
    }
    return settled;
  }

  /** Returns how many calls were made so far, which is also the number of the next one. */
  int made() {
    return calls.size();
  }

  /** Returns how many calls of that purpose and round are under way. */
  int outstanding(Purpose purpose, int round) {
    int count = 0;
    for (int i = 0; i < calls.size(); i++) {
      Pending call = calls.get(i);
      if (call != null && call.purpose == purpose && call.round == round) {
        count++;
      }
    }
    return count;
  }

  void wakeAfter(int wake, Duration delay) {
    effect(new CoordinatorEffect.WakeAfter(wake, delay));
  }

  /** Answers the client that time is over, unless it was answered before. */
  List<CoordinatorEffect> expire() {
    answer(StorageResponse.of(Refusal.network("no majority of the replicas answered in time")));
    return take();
  }

  /** Answers the client, the first time only. */
  void answer(StorageResponse response) {
    if (!answered) {
      answered = true;
      effect(new CoordinatorEffect.Answer(response));
    }
  }

  boolean isAnswered() {
    return answered;
  }

  /** Returns what was collected since the last time. */
  List<CoordinatorEffect> take() {
    List<CoordinatorEffect> taken = effects;
    effects = null;
    return taken == null ? List.of() : taken;
  }

  private void effect(CoordinatorEffect effect) {
    if (effects == null) {
      effects = new ArrayList<>(USUAL_EFFECTS);
    }
    effects.add(effect);
  }
}
