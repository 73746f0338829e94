package network.wcn.app.db.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.backup.StoreListener;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a database alive while its disk is full, read-only or failing: the server is unready and
 * says why, reads are answered as far as the engine can, and writes are taken again by themselves
 * once the disk takes them.
 *
 * <p>Writes are refused before the disk is full, which leaves room for what an engine must write to
 * tidy up and to be opened. Once a second a thread looks at the space that is left and, if
 * something is wrong, {@linkplain StoreHealth now and then} tries: a file of its own first, then a
 * {@linkplain Watched#probe probe} of the engine, and if only the engine refuses, it is opened
 * anew. In that order a store that can still be read is not closed as long as it could not be
 * opened again. The thread also asks the engine what its own work in the background has met, so
 * that damage is told before somebody reads it.
 */
public final class StoreWatch implements StoreListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);
  private static final long LOOK_INTERVAL_SECONDS = 1;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** Less would be full again at once. */
  private static final long LEAST_TO_GO_ON_BYTES = 8L << 20;

  private final Disk disk;
  private final long reserveBytes;
  private final Readiness readiness;
  private final Ticker ticker;
  private final Map<Unready, Metrics.Counter> faults = new EnumMap<>(Unready.class);
  private final Metrics.Counter reopenings;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicReference<Optional<Thread>> thread = new AtomicReference<>(Optional.empty());
  private volatile boolean isReserveTouched;

  @GuardedBy("this")
  private final StoreHealth health = new StoreHealth();

  /** The store that is watched. */
  interface Watched {
    /**
     * Tells what the store's work in the background has met.
     *
     * @throws StoreFault of that, or because it is not open
     */
    void checkBackground();

    /**
     * Finds out whether a batch could be written.
     *
     * @throws StoreFault if not
     */
    void probe();

    /**
     * Closes the store and opens it again.
     *
     * @throws StoreFault if it cannot be opened
     * @throws IllegalStateException if it is in use for too long
     */
    void reopen();
  }

  /**
   * Makes the watch; it begins with {@link #start}.
   *
   * @param directory of the store, made by the time it starts
   * @param reserveBytes how much of the disk writes leave alone
   */
  public StoreWatch(
      Path directory, long reserveBytes, Readiness readiness, Metrics metrics, Ticker ticker) {
    this(Disk.of(directory), reserveBytes, readiness, metrics, ticker);
  }

  StoreWatch(Disk disk, long reserveBytes, Readiness readiness, Metrics metrics, Ticker ticker) {
    this.disk = disk;
    this.reserveBytes = reserveBytes;
    this.readiness = readiness;
    this.ticker = ticker;
    this.reopenings = metrics.counter("wcn_db_store_reopenings");
    for (StoreFault.Kind kind : StoreFault.Kind.values()) {
      StoreHealth.meaningOf(kind).ifPresent(trouble -> export(trouble, metrics));
    }
  }

  private void export(Unready trouble, Metrics metrics) {
    faults.put(trouble, metrics.counter("wcn_db_store_faults", "kind", trouble.text()));
    metrics.gauge("wcn_db_store_trouble", () -> stands(trouble) ? 1 : 0, "kind", trouble.text());
  }

  private synchronized boolean stands(Unready trouble) {
    return health.standing().contains(trouble);
  }

  /**
   * Begins to look after {@code store}, which is heard through this. Whatever it met when it was
   * opened is known when this returns.
   */
  public void start(RestorableStore store) {
    Watched watched =
        new Watched() {
          @Override
          public void checkBackground() {
            store.checkBackground();
          }

          @Override
          public void probe() {
            store.probe();
          }

          @Override
          public void reopen() {
            store.reopen(DRAIN);
          }
        };
    checkBackground(watched);
    thread.set(
        Optional.of(
            Thread.ofPlatform()
                .name("store-watch")
                .daemon()
                .start(() -> lookUntilClosed(watched))));
  }

  private void lookUntilClosed(Watched store) {
    try {
      do {
        lookOnce(store);
      } while (!ending.await(LOOK_INTERVAL_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce(Watched store) {
    try {
      look(store);
    } catch (RuntimeException bug) {
      log.error("The watch over the store failed for no known reason", bug);
    }
  }

  /** Looks at the disk and behind the store, and tries what is due. */
  void look(Watched store) {
    checkBackground(store);
    long usable = usableBytes().orElse(Long.MAX_VALUE);
    isReserveTouched = usable < reserveBytes;
    if (isReserveTouched) {
      met(Unready.DISK_FULL, reserveTouched());
    }
    boolean isFull = usable < Math.max(reserveBytes, LEAST_TO_GO_ON_BYTES);
    if (begin(isFull)) {
      finish(diskWrites() && (works(store) || worksOnceReopened(store)));
    }
  }

  private static void checkBackground(Watched store) {
    try {
      store.checkBackground();
    } catch (StoreFault fault) {
      log.atDebug().setCause(fault).log("The store's own work has failed"); // heard already
    }
  }

  private OptionalLong usableBytes() {
    try {
      return OptionalLong.of(disk.usableBytes());
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The free space is unknown");
      return OptionalLong.empty();
    }
  }

  private StoreFault reserveTouched() {
    return new StoreFault(
        StoreFault.Kind.DISK_FULL,
        "less than %,d MiB of the disk are free, which writes leave alone (STORAGE_FREE_RESERVE_BYTES)"
            .formatted(reserveBytes >> 20));
  }

  private synchronized boolean begin(boolean isFull) {
    boolean isPointless = isFull && health.standing().contains(Unready.DISK_FULL);
    if (isPointless || !health.isTrialDue(ticker.nanos())) {
      return false;
    }
    health.tried();
    return true;
  }

  private boolean diskWrites() {
    try {
      disk.tryWriting();
      return true;
    } catch (NoSuchFileException _) {
      return true; // The directory waits to be put back, which opening the store anew does.
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The disk still fails");
      return false;
    }
  }

  private static boolean works(Watched store) {
    try {
      store.probe();
      return true;
    } catch (StoreFault fault) {
      log.atDebug().setCause(fault).log("The store still fails");
      return false;
    }
  }

  private boolean worksOnceReopened(Watched store) {
    try {
      store.reopen();
    } catch (StoreFault | IllegalStateException failure) {
      log.atWarn().setCause(failure).log("The store cannot be opened anew yet");
      return false;
    }
    reopenings.increment();
    synchronized (this) {
      health.tried();
    }
    return works(store);
  }

  private synchronized void finish(boolean works) {
    if (works) {
      pass(health.succeeded(ticker.nanos()));
    } else {
      health.failed(ticker.nanos());
    }
  }

  private void pass(List<Unready> gone) {
    for (Unready trouble : gone) {
      readiness.set(trouble, false);
      log.atInfo().addKeyValue("trouble", trouble.text()).log("The store works again");
    }
  }

  private synchronized void met(Unready trouble, StoreFault fault) {
    if (health.met(trouble, ticker.nanos())) {
      readiness.set(trouble, true);
      log.atError()
          .addKeyValue("trouble", trouble.text())
          .setCause(fault)
          .log("The store fails, and the database is not ready until that has passed");
    }
  }

  @Override
  public void writing() {
    if (isReserveTouched) {
      throw reserveTouched();
    }
  }

  @Override
  public void failed(StoreFault fault) {
    StoreHealth.meaningOf(fault.kind())
        .ifPresent(trouble -> {
          Optional.ofNullable(faults.get(trouble)).ifPresent(Metrics.Counter::increment);
          met(trouble, fault);
        });
  }

  @Override
  public synchronized void replaced() {
    pass(health.replaced());
  }

  @Override
  public void restoring(boolean holds) {
    readiness.set(Unready.RESTORING, holds);
  }

  /** Ends the thread, once what it tries is over; a second call does nothing. */
  @Override
  public void close() {
    ending.countDown();
    Optional<Thread> running = thread.getAndSet(Optional.empty());
    try {
      if (running.isPresent()) {
        running.get().join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
