package network.wcn.app.db.backup;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.ops.GcPolicy;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.WallClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs up and collects garbage when it is time, on one thread.
 *
 * <p>The clock is looked at once a minute, so that jumps of it are noticed; two attempts are a
 * minute apart, whatever fails.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long LOOK_AGAIN_SECONDS = 60;

  private final RestorableStore store;
  private final Optional<Backups> backups;
  private final GarbageCollection garbage;
  private final GcPolicy gcPolicy;
  private final WallClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;

  @GuardedBy("lock")
  private boolean isClosed;

  private Instant lastCollection;
  private boolean isFirst = true;

  /** Makes the thread; {@link #start} starts it. */
  public Housekeeping(
      RestorableStore store,
      Optional<Backups> backups,
      GarbageCollection garbage,
      GcPolicy gcPolicy,
      WallClock clock) {
    this.store = store;
    this.backups = backups;
    this.garbage = garbage;
    this.gcPolicy = gcPolicy;
    this.clock = clock;
    this.lastCollection = now();
    this.thread = Thread.ofPlatform().name("housekeeping").daemon().unstarted(this::live);
  }

  /** Starts to look at the clock. */
  public void start() {
    thread.start();
  }

  private Instant now() {
    return Instant.EPOCH.plus(clock.unixMicros(), ChronoUnit.MICROS);
  }

  private void live() {
    while (rest()) {
      try {
        work();
      } catch (DumpFault fault) {
        // The run has logged it and noted it in the catalogue.
        log.atWarn().addKeyValue("problem", fault.problem()).log("No backup was made");
      } catch (StoreFault fault) {
        log.atError().addKeyValue("kind", fault.kind()).setCause(fault).log("Housekeeping failed");
      } catch (RuntimeException bug) {
        log.error("Housekeeping failed for no known reason", bug);
      }
    }
  }

  /** Does what is due now, as a look at the clock decides. */
  void work() {
    Instant now = now();
    if (backups.isPresent()) {
      Backups known = backups.get();
      Instant due = known.policy().nextRun(known.dumps().catalog().rows(), now);
      if (!due.isAfter(now)) {
        known.backUp(store, known.logged("Backing up"));
      }
    }
    Optional<Instant> collection = gcPolicy.nextRun(lastCollection);
    if (collection.isPresent() && !collection.get().isAfter(now)) {
      lastCollection = now;
      collect();
    }
  }

  private void collect() {
    garbage
        .run()
        .ifPresent(outcome ->
            log.atInfo()
                .addKeyValue("removed", outcome.removed())
                .addKeyValue("bytes_before", outcome.bytesBefore())
                .addKeyValue("bytes_after", outcome.bytesAfter())
                .addKeyValue("millis", outcome.durationMillis())
                .log("Collected garbage"));
  }

  /** Waits for the next look at the clock; false when there is none. */
  private boolean rest() {
    lock.lock();
    try {
      long left = isFirst ? 0 : TimeUnit.SECONDS.toNanos(LOOK_AGAIN_SECONDS);
      isFirst = false;
      while (!isClosed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return !isClosed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; a backup that takes more than 10 s is left to be found interrupted. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
