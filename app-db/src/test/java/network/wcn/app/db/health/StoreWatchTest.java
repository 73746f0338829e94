package network.wcn.app.db.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class StoreWatchTest {
  private static final long RESERVE = 64L << 20;

  private final AtomicLong nanos = new AtomicLong();
  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final Readiness readiness = new Readiness();
  private final FakeDisk disk = new FakeDisk();
  private final FakeStore store = new FakeStore();
  private final StoreWatch watch = new StoreWatch(disk, RESERVE, readiness, metrics, nanos::get);

  StoreWatchTest() {
    readiness.set(Unready.STARTING, false);
  }

  /** A disk that is as full and as broken as a test says. */
  private static final class FakeDisk implements Disk {
    private long usable = RESERVE;
    private boolean writes = true;
    private boolean isAway;

    @Override
    public long usableBytes() {
      return usable;
    }

    @Override
    public void tryWriting() throws IOException {
      if (isAway) {
        throw new NoSuchFileException("rocksdb/TRIAL");
      }
      if (!writes) {
        throw new IOException("the disk fails, as it was told to");
      }
    }
  }

  /** A store that remembers what was tried, and refuses to write until it is opened anew. */
  private final class FakeStore implements StoreWatch.Watched {
    private final List<String> tried = new ArrayList<>();
    private boolean refuses;
    private boolean isInUse;
    private boolean isDamaged;

    @Override
    public void checkBackground() {
      if (isDamaged) {
        throw fail(StoreFault.Kind.CORRUPT);
      }
    }

    @Override
    public void probe() {
      tried.add("probe");
      if (refuses) {
        throw fail(StoreFault.Kind.DISK_FULL);
      }
    }

    @Override
    public void reopen() {
      tried.add("reopen");
      if (isInUse) {
        throw new IllegalStateException("calls still run");
      }
      refuses = false;
    }
  }

  private StoreFault fail(StoreFault.Kind kind) {
    StoreFault fault = new StoreFault(kind, "told to fail");
    watch.failed(fault);
    return fault;
  }

  private void secondsPass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      watch.look(store);
    }
  }

  @Test
  void aFaultMakesUnreadyAtOnceAndATrialThatSucceedsReadyAgain() {
    fail(StoreFault.Kind.IO);
    assertEquals(List.of(Unready.DISK_FAILING), readiness.reasons());

    secondsPass(1);

    assertEquals(List.of(), readiness.reasons());
    assertEquals(List.of("probe"), store.tried);
  }

  @Test
  void eachKindOfFaultHasItsReason() {
    fail(StoreFault.Kind.DISK_FULL);
    fail(StoreFault.Kind.READ_ONLY);
    fail(StoreFault.Kind.IO);
    fail(StoreFault.Kind.CORRUPT);
    fail(StoreFault.Kind.CLOSED);
    fail(StoreFault.Kind.RESTORING);

    assertEquals(
        List.of(Unready.DISK_FULL, Unready.DISK_READ_ONLY, Unready.DISK_FAILING, Unready.CORRUPT),
        readiness.reasons());
    assertTrue(metrics.text().contains("wcn_db_store_trouble{kind=\"disk_full\"} 1"));
    assertTrue(metrics.text().contains("wcn_db_store_faults{kind=\"disk_read_only\"} 1"));
  }

  @Test
  void anEngineThatRefusesAlthoughTheDiskWritesIsOpenedAnew() {
    store.refuses = true;
    fail(StoreFault.Kind.DISK_FULL);

    secondsPass(1);

    assertEquals(List.of("probe", "reopen", "probe"), store.tried);
    assertEquals(List.of(), readiness.reasons());
    assertTrue(metrics.text().contains("wcn_db_store_reopenings 1"));
  }

  @Test
  void aStoreIsNotClosedAsLongAsTheDiskFails() {
    store.refuses = true;
    disk.writes = false;
    fail(StoreFault.Kind.READ_ONLY);

    secondsPass(100);
    assertEquals(List.of(), store.tried);
    assertEquals(List.of(Unready.DISK_READ_ONLY), readiness.reasons());

    disk.writes = true;
    secondsPass(32);
    assertEquals(List.of("probe", "reopen", "probe"), store.tried);
    assertEquals(List.of(), readiness.reasons());
  }

  @Test
  void nothingIsTriedWhileTheDiskIsFullAndAtOnceWhenItIsNot() {
    store.refuses = true;
    disk.usable = RESERVE - 1;
    fail(StoreFault.Kind.DISK_FULL);
    secondsPass(100);
    assertEquals(List.of(), store.tried);

    disk.usable = RESERVE;
    secondsPass(1);

    assertEquals(List.of("probe", "reopen", "probe"), store.tried);
    assertEquals(List.of(), readiness.reasons());
  }

  @Test
  void writesLeaveTheReserveAlone() {
    disk.usable = RESERVE - 1;
    watch.look(store);

    StoreFault refused = assertThrows(StoreFault.class, watch::writing);
    assertEquals(StoreFault.Kind.DISK_FULL, refused.kind());
    assertEquals(
        "less than 64 MiB of the disk are free, which writes leave alone"
            + " (STORAGE_FREE_RESERVE_BYTES)",
        refused.getMessage());
    assertEquals(List.of(Unready.DISK_FULL), readiness.reasons());

    disk.usable = RESERVE;
    secondsPass(1);
    watch.writing();
    assertEquals(List.of(), readiness.reasons());
  }

  @Test
  void trialsComeEverMoreRarely() {
    store.refuses = true;
    store.isInUse = true;
    fail(StoreFault.Kind.DISK_FULL);

    secondsPass(64);

    // After 0, 1, 3, 7, 15, 31 and 63 seconds.
    assertEquals(7, store.tried.stream().filter("reopen"::equals).count());
  }

  @Test
  void aDirectoryThatIsAwayIsNoReasonNotToOpenTheStoreAnew() {
    disk.isAway = true;
    store.refuses = true;
    fail(StoreFault.Kind.IO);

    secondsPass(1);

    assertEquals(List.of("probe", "reopen", "probe"), store.tried);
  }

  @Test
  void damageStandsUntilAnotherDatabaseIsInThePlace() {
    fail(StoreFault.Kind.CORRUPT);
    secondsPass(100);
    assertEquals(List.of(Unready.CORRUPT), readiness.reasons());
    assertFalse(store.tried.contains("reopen"));

    watch.restoring(true);
    watch.replaced();
    watch.restoring(false);

    assertEquals(List.of(), readiness.reasons());
  }

  @Test
  void damageThatNobodyReadsIsNoticedWithinASecond() {
    secondsPass(1);
    assertEquals(List.of(), readiness.reasons());

    store.isDamaged = true;
    secondsPass(1);

    assertEquals(List.of(Unready.CORRUPT), readiness.reasons());
    assertEquals(List.of(), store.tried);
  }

  @Test
  void aFaultThatComesDuringATrialIsNotForgotten() {
    fail(StoreFault.Kind.IO);
    StoreWatch.Watched failsMeanwhile =
        new StoreWatch.Watched() {
          @Override
          public void checkBackground() {}

          @Override
          public void probe() {
            fail(StoreFault.Kind.IO);
          }

          @Override
          public void reopen() {
            throw new AssertionError("a probe that succeeds needs no reopening");
          }
        };

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    watch.look(failsMeanwhile);
    assertEquals(List.of(Unready.DISK_FAILING), readiness.reasons());

    secondsPass(2);
    assertEquals(List.of(), readiness.reasons());
  }
}
