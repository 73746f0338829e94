package network.wcn.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import network.wcn.client.OperationFailed.Kind;
import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.client.ClientCall;
import network.wcn.domain.client.Effect;
import network.wcn.domain.client.HybridLogicalClock;
import network.wcn.domain.client.NodeChoice;
import network.wcn.domain.client.Verdict;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/**
 * Carries out what the state machines of the operations under way decide.
 *
 * <p>The machines share one choice of nodes and are fed under one lock; effects are carried out
 * after it was let go. One thread wakes machines, and only while there are any.
 */
final class Dispatcher implements AutoCloseable {
  private static final long TIMER_STEP_NANOS = 20_000_000L;

  private final ClientSettings settings;
  private final NodeLinks links;
  private final WallClock wall;
  private final Ticker ticker;
  private final Object machines = new Object();

  @GuardedBy("machines")
  private final NodeChoice<ClientNode> choice;

  @GuardedBy("machines")
  private final HybridLogicalClock versions = new HybridLogicalClock();

  private final Set<PendingOperation> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWayCount = new AtomicInteger();
  private final Thread timer;
  private volatile boolean timerRests;
  private volatile boolean closed;

  Dispatcher(ClientSettings settings, NodeLinks links, WallClock wall, Ticker ticker) {
    this.settings = settings;
    this.links = links;
    this.wall = wall;
    this.ticker = ticker;
    this.choice = new NodeChoice<>(settings.retryPolicy());
    this.timer = Thread.ofPlatform().name("wcn-client-timer").daemon().unstarted(this::runTimer);
  }

  void start() {
    timer.start();
  }

  /** Sets who may be asked, each operator's nodes in a list of their own. */
  void install(List<List<ClientNode>> nodesByOperator) {
    synchronized (machines) {
      choice.install(nodesByOperator);
    }
  }

  RecordVersion nextVersion() {
    synchronized (machines) {
      return versions.next(wall.unixMicros());
    }
  }

  /** Returns the second that is {@code ttl} from now. */
  Expiration expiration(Duration ttl) {
    return new Expiration(wall.unixSeconds() + ttl.toSeconds());
  }

  /** Begins {@code operation}; the future fails with {@link OperationFailed}. */
  CompletableFuture<Answer> submit(Operation operation) {
    if (closed) {
      return refused(Kind.CLOSED, "this client is closed");
    }
    if (underWayCount.incrementAndGet() > settings.maxConcurrentOperations()) {
      underWayCount.decrementAndGet();
      return refused(
          Kind.OVERLOADED,
          settings.maxConcurrentOperations() + " operations are under way, no more are taken");
    }
    long now = ticker.nanos();
    PendingOperation pending =
        new PendingOperation(
            settings.cipher().map(cipher -> cipher.seal(operation)).orElse(operation),
            new ClientCall<>(settings.retryPolicy(), choiceForCalls(), links::isOpen, now));
    underWay.add(pending);
    if (timerRests) {
      LockSupport.unpark(timer);
    }
    feed(pending, () -> pending.call().start(now));
    return pending.outcome();
  }

  @SuppressWarnings("GuardedBy") // Handed on unread: calls touch it only when fed, under the lock.
  private NodeChoice<ClientNode> choiceForCalls() {
    return choice;
  }

  private static CompletableFuture<Answer> refused(Kind kind, String message) {
    return CompletableFuture.failedFuture(new OperationFailed(kind, message, 0));
  }

  private void feed(PendingOperation pending, Supplier<List<Effect<ClientNode>>> event) {
    List<Effect<ClientNode>> effects;
    synchronized (machines) {
      effects = event.get();
    }
    for (Effect<ClientNode> effect : effects) {
      switch (effect) {
        case Effect.Send<ClientNode>(int attempt, ClientNode node) -> send(pending, attempt, node);
        case Effect.WakeAt<ClientNode>(long at) -> pending.wakeAt(at);
        case Effect.Settle<ClientNode>(Verdict verdict) -> settle(pending, verdict);
      }
    }
  }

  private void send(PendingOperation pending, int attempt, ClientNode node) {
    links.call(node, new Attempt(pending, attempt, node, ticker.nanos()));
  }

  private void settle(PendingOperation pending, Verdict verdict) {
    if (!underWay.remove(pending)) {
      return;
    }
    underWayCount.decrementAndGet();
    switch (verdict) {
      case Verdict.Answered(Answer answer) -> deliver(pending, answer);
      case Verdict.GivenUp(AttemptFailure last, int attempts) ->
          pending.outcome().completeExceptionally(OperationFailed.of(last, attempts));
    }
  }

  private void deliver(PendingOperation pending, Answer answer) {
    observeVersions(answer);
    Answer readable;
    try {
      readable = settings.cipher().map(cipher -> cipher.open(answer)).orElse(answer);
    } catch (RuntimeException e) {
      pending.outcome().completeExceptionally(e);
      return;
    }
    pending.outcome().complete(readable);
  }

  private void observeVersions(Answer answer) {
    switch (answer) {
      case Answer.Found(var found) -> found.ifPresent(record -> observe(record.version()));
      case Answer.Page(var page) ->
          page.entries().stream()
              .map(entry -> entry.record().version())
              .max(RecordVersion::compareTo)
              .ifPresent(this::observe);
      case Answer.Done _, Answer.Expires _, Answer.Cardinality _ -> {}
    }
  }

  private void observe(RecordVersion version) {
    synchronized (machines) {
      versions.observe(version, wall.unixMicros());
    }
  }

  private void runTimer() {
    while (!closed) {
      timerRests = true;
      if (underWay.isEmpty()) {
        LockSupport.park(this);
      }
      timerRests = false;
      LockSupport.parkNanos(this, TIMER_STEP_NANOS);
      long now = ticker.nanos();
      for (PendingOperation pending : underWay) {
        if (pending.isDue(now)) {
          feed(pending, () -> pending.call().wake(now));
        }
      }
    }
  }

  /** Fails what is under way and takes nothing more; a second call does nothing. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(timer);
    for (PendingOperation pending : List.copyOf(underWay)) {
      if (underWay.remove(pending)) {
        pending
            .outcome()
            .completeExceptionally(new OperationFailed(Kind.CLOSED, "the client was closed", 0));
      }
    }
  }

  /** One request under way: hears how it ends. */
  private final class Attempt implements NodeLinks.StorageOutcome {
    private final PendingOperation pending;
    private final int number;
    private final ClientNode node;
    private final long sentNanos;

    Attempt(PendingOperation pending, int number, ClientNode node, long sentNanos) {
      this.pending = pending;
      this.number = number;
      this.node = node;
      this.sentNanos = sentNanos;
    }

    @Override
    public PendingOperation pending() {
      return pending;
    }

    @Override
    public void served(Answer answer) {
      long now = ticker.nanos();
      tell(now, Optional.empty());
      feed(pending, () -> pending.call().answered(number, answer, now));
    }

    @Override
    public void refused(network.wcn.domain.operation.Refusal refusal) {
      long now = ticker.nanos();
      tell(now, Optional.of(new AttemptFailure.Refused(refusal)));
      feed(pending, () -> pending.call().refused(number, refusal, now));
    }

    @Override
    public void unreadable(String reason) {
      fail(new AttemptFailure.Unreadable(reason));
    }

    @Override
    public void broken(LinkFault fault) {
      fail(
          fault.kind() == LinkFault.Kind.TIMEOUT
              ? new AttemptFailure.Unanswered()
              : new AttemptFailure.Broken(fault.kind().metricName() + ": " + fault.getMessage()));
    }

    private void fail(AttemptFailure failure) {
      long now = ticker.nanos();
      tell(now, Optional.of(failure));
      feed(pending, () -> pending.call().failed(number, failure, now));
    }

    private void tell(long now, Optional<AttemptFailure> failure) {
      settings
          .observer()
          .attempted(node, pending.operation(), Duration.ofNanos(now - sentNanos), failure);
    }
  }
}
