package network.wcn.domain.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final long keyspaceVersion;
  private final Map<Integer, Pending> pending = new LinkedHashMap<>();
  private List<CoordinatorEffect> effects = new ArrayList<>();
  private int nextCall;
  private boolean answered;

  Calls(long keyspaceVersion) {
    this.keyspaceVersion = keyspaceVersion;
  }

  void ask(int replica, Purpose purpose, int round, StorageRequest request) {
    int call = nextCall++;
    pending.put(call, new Pending(replica, purpose, round));
    effects.add(new CoordinatorEffect.Ask(call, replica, request));
  }

  /** Returns the request for {@code operation} at this coordination's keyspace version. */
  StorageRequest request(Operation operation, @Nullable RequestTrailer trailer) {
    return new StorageRequest(
        operation, OptionalLong.of(keyspaceVersion), Optional.ofNullable(trailer));
  }

  /** Returns the call that a reply belongs to and takes it off the list. */
  Pending settle(int call) {
    Pending settled = pending.remove(call);
    if (settled == null) {
      throw new InvariantViolation("call " + call + " was reported twice or never made");
    }
    return settled;
  }

  /** Returns how many calls of that purpose and round are under way. */
  int outstanding(Purpose purpose, int round) {
    int count = 0;
    for (Pending call : pending.values()) {
      if (call.purpose == purpose && call.round == round) {
        count++;
      }
    }
    return count;
  }

  void wakeAfter(int wake, Duration delay) {
    effects.add(new CoordinatorEffect.WakeAfter(wake, delay));
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
      effects.add(new CoordinatorEffect.Answer(response));
    }
  }

  boolean isAnswered() {
    return answered;
  }

  /** Returns what was collected since the last time. */
  List<CoordinatorEffect> take() {
    List<CoordinatorEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }
}
