package network.wcn.app.node.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.replication.Coordination;
import network.wcn.domain.replication.CoordinatorEffect;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the state machine of one operation wants, on whatever thread an event comes.
 *
 * <p>The machine sees one event at a time: whoever brings an event while another is worked on
 * leaves it behind in the queue and goes. So nothing waits, and a reply that comes while its own
 * request is still being sent is in order.
 */
final class RunningOperation {
  private final Coordination machine;
  private final Replicas replicas;
  private final Timer timer;
  private final Ticker ticker;
  private final Deadline deadline;
  private final Consumer<StorageResponse> client;

  @GuardedBy("this")
  private final Queue<Event> events = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean isBusy;

  /** The request that was sent last and its payload: many asks are one request to many. */
  private @Nullable StorageRequest lastRequest;

  private Bytes lastPayload = Bytes.empty();

  private sealed interface Event {
    record Begin() implements Event {}

    record Reply(int call, ReplicaReply reply) implements Event {}

    record Wake(int wake) implements Event {}
  }

  /**
   * Prepares an operation.
   *
   * @param machine not begun yet
   * @param deadline when the client has given up; every ask ends by then, so that it is noticed
   * @param client hears the answer, once
   */
  RunningOperation(
      Coordination machine,
      Replicas replicas,
      Timer timer,
      Ticker ticker,
      Deadline deadline,
      Consumer<StorageResponse> client) {
    this.machine = machine;
    this.replicas = replicas;
    this.timer = timer;
    this.ticker = ticker;
    this.deadline = deadline;
    this.client = client;
  }

  /** Starts the operation; called once. */
  void begin() {
    happened(new Event.Begin());
  }

  private void happened(Event event) {
    synchronized (this) {
      events.add(event);
      if (isBusy) {
        return;
      }
      isBusy = true;
    }
    for (Event next = nextEvent(); next != null; next = nextEvent()) {
      List<CoordinatorEffect> effects =
          switch (next) {
            case Event.Begin _ -> machine.begin();
            case Event.Reply(int call, ReplicaReply reply) -> machine.onReply(call, reply);
            case Event.Wake(int wake) -> machine.onWake(wake);
          };
      effects.forEach(this::carryOut);
      if (deadline.hasPassed(ticker)) {
        machine.onDeadline().forEach(this::carryOut);
      }
    }
  }

  private synchronized @Nullable Event nextEvent() {
    Event next = events.poll();
    if (next == null) {
      isBusy = false;
    }
    return next;
  }

  private void carryOut(CoordinatorEffect effect) {
    switch (effect) {
      case CoordinatorEffect.Ask(int call, int replica, StorageRequest request) ->
          replicas.ask(
              replica,
              request,
              payloadOf(request),
              deadline,
              reply -> happened(new Event.Reply(call, reply)));
      case CoordinatorEffect.Answer(StorageResponse response) -> client.accept(response);
      case CoordinatorEffect.WakeAfter(int wake, var delay) ->
          timer.after(delay, () -> happened(new Event.Wake(wake)));
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // an ask to many is one object; comparing values would cost
  private Bytes payloadOf(StorageRequest request) {
    if (request != lastRequest) {
      lastRequest = request;
      lastPayload = StorageCodec.encodeRequest(request);
    }
    return lastPayload;
  }
}
