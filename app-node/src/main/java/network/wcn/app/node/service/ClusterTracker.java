package network.wcn.app.node.service;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.membership.ViewUpdate;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the contract and publishes one immutable view after another.
 *
 * <p>Events are hints: each that follows on the view is applied, anything else makes the view be
 * read anew. The version is read from time to time, because events can be lost. All of this happens
 * on one platform thread, since a new keyspace takes 0.1 s of CPU; listeners are told on it, in
 * order. When the chain fails, the last view serves on and the pause between attempts grows from 1
 * s to 60 s.
 */
final class ClusterTracker implements ViewSource, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterTracker.class);
  private static final int WAITING_EVENTS = 1024;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final ClusterContract contract;
  private final ViewReader reader;
  private final Duration pollInterval;
  private final Ticker ticker;
  private final Metrics.Counter invalidations;
  private final BlockingQueue<Optional<ContractEvent>> events =
      new ArrayBlockingQueue<>(WAITING_EVENTS);
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ClusterContract.Subscription subscription;
  private final Thread thread;
  private volatile ClusterView current;
  private volatile long confirmedNanos;
  private volatile long keyspaceSeenNanos;
  private volatile boolean isUndone;
  private volatile boolean isClosed;

  /** Hears of new views; must not block for long. */
  interface Listener {
    /**
     * A view was published.
     *
     * @param change the event that led to it, or nothing if some may have been missed
     */
    void onView(ClusterView view, Optional<ContractEvent> change);
  }

  /**
   * Reads the first view and begins to follow.
   *
   * @throws ChainFault if the contract cannot be read
   * @throws IllegalStateException if its view is one that nobody can serve from
   */
  ClusterTracker(
      ClusterContract contract,
      ViewReader reader,
      Duration pollInterval,
      Ticker ticker,
      Metrics metrics) {
    this.contract = contract;
    this.reader = reader;
    this.pollInterval = pollInterval;
    this.ticker = ticker;
    this.invalidations = metrics.counter("wcn_node_cluster_view_invalidation");
    // Subscribe first, so that no change falls between view and events.
    this.subscription = contract.subscribe(new Changes());
    try {
      this.current = firstView();
    } catch (ChainFault | IllegalStateException e) {
      subscription.close();
      throw e;
    }
    this.confirmedNanos = ticker.nanos();
    this.keyspaceSeenNanos = ticker.nanos();
    metrics.gauge("wcn_node_view_age_seconds", () -> age().toMillis() / 1_000.0);
    metrics.gauge("wcn_node_cluster_version", () -> current.version().doubleValue());
    metrics.gauge("wcn_node_keyspace_version", () -> (double) current.contract().keyspaceVersion());
    this.thread = Thread.ofPlatform().name("cluster").daemon().unstarted(this::follow);
  }

  private ClusterView firstView() {
    return switch (reader.read(contract.view())) {
      case ViewUpdate.Accepted(ClusterView view) -> view;
      case ViewUpdate.Rejected(String reason) ->
          throw new IllegalStateException("the contract's view cannot be served from: " + reason);
    };
  }

  /** Begins to publish further views. */
  void start() {
    thread.start();
  }

  @Override
  public ClusterView view() {
    return current;
  }

  @Override
  public boolean isSettled() {
    long age = ticker.nanos() - keyspaceSeenNanos;
    return age > current.settings().eventPropagationLatency().toNanos();
  }

  /** Returns how long ago the chain last said that the view is the newest. */
  Duration age() {
    return Duration.ofNanos(ticker.nanos() - confirmedNanos);
  }

  /** Tells {@code listener} of the current view, and of each one from now on. */
  void follow(Listener listener) {
    listeners.add(listener);
    listener.onView(current, Optional.empty());
  }

  /** Stops telling {@code listener}. */
  void unfollow(Listener listener) {
    listeners.remove(listener);
  }

  /** Hands over what the chain tells; an empty event only wakes the thread that follows. */
  private final class Changes implements ClusterContract.EventListener {
    @Override
    public void onEvent(ContractEvent event) {
      offer(Optional.of(event));
    }

    @Override
    public void onReorganisation() {
      isUndone = true;
      offer(Optional.empty());
    }

    private void offer(Optional<ContractEvent> event) {
      // A full queue loses events, like the chain itself may: the next one does not follow on the
      // view then, and the view is read anew.
      if (!events.offer(event)) {
        log.warn("Too many events of the contract wait; the view will be read anew");
      }
    }
  }

  private void follow() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed) {
      try {
        Optional<ContractEvent> event = events.poll(pollInterval.toNanos(), TimeUnit.NANOSECONDS);
        if (isUndone) {
          readAnew();
        } else if (event == null) {
          compareVersions();
        }
        if (event != null) {
          event.ifPresent(this::apply);
        }
        pause = FIRST_PAUSE;
      } catch (ChainFault fault) {
        log.atWarn()
            .addKeyValue("retry_in_s", pause.toSeconds())
            .setCause(fault)
            .log("The chain cannot be read");
        pause = sleepAndDouble(pause);
      } catch (InterruptedException _) {
        // Only close() interrupts, and the loop looks at what it set.
        log.debug("Following the cluster was interrupted");
      }
    }
  }

  private Duration sleepAndDouble(Duration pause) {
    try {
      Thread.sleep(pause);
      readAnew();
      return FIRST_PAUSE;
    } catch (ChainFault _) {
      Duration doubled = pause.multipliedBy(2);
      return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    } catch (InterruptedException _) {
      return pause;
    }
  }

  private void apply(ContractEvent event) {
    if (current.includes(event)) {
      return;
    }
    switch (reader.apply(current, event)) {
      case ViewUpdate.Accepted(ClusterView view) -> publish(view, Optional.of(event));
      case ViewUpdate.Rejected(String reason) -> {
        log.atInfo().addKeyValue("reason", reason).log("An event does not fit; reading the view");
        readAnew();
      }
    }
  }

  private void compareVersions() {
    BigInteger newest = contract.version();
    if (newest.equals(current.version())) {
      confirmedNanos = ticker.nanos();
    } else if (events.isEmpty()) {
      invalidations.increment();
      readAnew();
    }
  }

  private void readAnew() {
    // Taken back before reading, so that a reorganisation meanwhile is not forgotten; and given
    // again if the chain fails, so that this one is not.
    boolean wasUndone = isUndone;
    isUndone = false;
    ContractView newest;
    try {
      newest = contract.view();
    } catch (ChainFault e) {
      if (wasUndone) {
        isUndone = true;
      }
      throw e;
    }
    switch (reader.read(newest, current)) {
      case ViewUpdate.Accepted(ClusterView view) -> {
        // What a reorganisation leaves is believed, even if it is older.
        if (view.version().compareTo(current.version()) > 0
            || (wasUndone && !view.contract().equals(current.contract()))) {
          publish(view, Optional.empty());
        } else {
          confirmedNanos = ticker.nanos();
        }
      }
      case ViewUpdate.Rejected(String reason) ->
          log.atError()
              .addKeyValue("reason", reason)
              .log("The contract's view cannot be served from; the last one serves on");
    }
  }

  private void publish(ClusterView view, Optional<ContractEvent> change) {
    if (!view.primary().equals(current.primary())) {
      keyspaceSeenNanos = ticker.nanos(); // before the view, so that nobody writes too narrowly
    }
    current = view;
    confirmedNanos = ticker.nanos();
    log.atInfo()
        .addKeyValue("cluster_version", view.version())
        .addKeyValue("keyspace_version", view.contract().keyspaceVersion())
        .log("The cluster changed");
    for (Listener listener : listeners) {
      try {
        listener.onView(view, change);
      } catch (RuntimeException bug) {
        log.error("A listener failed on a new view", bug);
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    subscription.close();
    contract.close();
  }
}
