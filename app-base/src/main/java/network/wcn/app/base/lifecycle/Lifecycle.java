package network.wcn.app.base.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a server in the order in which they were made, and how they end: not ready first,
 * then all parts drain at once, then they close, the last one made first.
 *
 * <p>See {@link LifecycleState} for the states. Safe for use by many threads.
 */
public final class Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private final Readiness readiness;
  private final Ticker ticker;
  private final CountDownLatch closed = new CountDownLatch(1);

  @GuardedBy("this")
  private LifecycleState state = LifecycleState.STARTING;

  @GuardedBy("this")
  private Duration grace = Duration.ofSeconds(60);

  @GuardedBy("this")
  private final List<Draining> draining = new ArrayList<>();

  @GuardedBy("this")
  private final Deque<Closing> closing = new ArrayDeque<>();

  private record Draining(String name, Drainable part) {}

  private record Closing(String name, AutoCloseable part) {}

  /** A part that can end what it has begun. */
  @FunctionalInterface
  public interface Drainable {
    /**
     * Takes nothing new and waits for what runs.
     *
     * @return whether everything ended before {@code deadline}
     */
    boolean drain(Deadline deadline);
  }

  public Lifecycle(Readiness readiness, Ticker ticker) {
    this.readiness = readiness;
    this.ticker = ticker;
  }

  /** Sets how long draining may take; one minute unless set. */
  public synchronized void setGrace(Duration grace) {
    this.grace = grace;
  }

  /** Registers a part to be drained; all drain at the same time. */
  public synchronized void onDrain(String name, Drainable part) {
    draining.add(new Draining(name, part));
  }

  /** Registers a part to be closed, before everything that was registered earlier. */
  public synchronized void onClose(String name, AutoCloseable part) {
    closing.push(new Closing(name, part));
  }

  /** Returns where the server stands. */
  public synchronized LifecycleState state() {
    return state;
  }

  /** Notes that everything is in place. Does nothing if the server was told to end meanwhile. */
  public synchronized void serving() {
    if (move(LifecycleState.SERVING)) {
      readiness.set(Unready.STARTING, false);
    }
  }

  private synchronized boolean move(LifecycleState next) {
    boolean isLegal = state.mayBecome(next);
    if (isLegal) {
      state = next;
    }
    return isLegal;
  }

  /** Drains and closes everything, once; later callers wait until that is done. */
  public void shutDown() {
    if (!move(LifecycleState.DRAINING)) {
      awaitClosed();
      return;
    }
    readiness.set(Unready.DRAINING, true);
    log.info("The server is ending");
    drain();
    close();
    move(LifecycleState.CLOSED);
    log.info("The server has ended");
    closed.countDown();
  }

  private void drain() {
    List<Draining> parts;
    Deadline deadline;
    synchronized (this) {
      parts = List.copyOf(draining);
      deadline = Deadline.after(ticker, grace);
    }
    List<Thread> threads =
        parts.stream()
            .map(part ->
                Thread.ofPlatform().name("drain-" + part.name()).start(() -> drain(part, deadline)))
            .toList();
    for (Thread thread : threads) {
      joinUninterruptibly(thread);
    }
  }

  private static void drain(Draining part, Deadline deadline) {
    try {
      if (!part.part().drain(deadline)) {
        log.atWarn()
            .addKeyValue("part", part.name())
            .log("Not everything ended in time and is broken off");
      }
    } catch (RuntimeException e) {
      log.atError().addKeyValue("part", part.name()).setCause(e).log("Draining failed");
    }
  }

  private void close() {
    while (true) {
      Closing next;
      synchronized (this) {
        if (closing.isEmpty()) {
          return;
        }
        next = closing.pop();
      }
      close(next);
    }
  }

  // A part may throw anything while it closes; the others must be closed all the same.
  private static void close(Closing next) {
    try {
      next.part().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atError().addKeyValue("part", next.name()).setCause(e).log("Closing failed");
    }
  }

  /** Waits until the server is closed. */
  public void awaitClosed() {
    boolean wasInterrupted = false;
    while (true) {
      try {
        closed.await();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
