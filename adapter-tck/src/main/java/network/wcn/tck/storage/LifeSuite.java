package network.wcn.tck.storage;

import static network.wcn.tck.storage.Arbitraries.map;
import static network.wcn.tck.storage.Arbitraries.single;
import static network.wcn.tck.storage.Arbitraries.tombstone;
import static network.wcn.tck.storage.Arbitraries.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;

/** How an engine opens, closes, forgets, and serves many threads. */
public abstract class LifeSuite extends StoreSuite {
  private static final RecordKey KEY = single("key");
  private static final long DAY = 86_400;

  protected LifeSuite(StoreFactory factory) {
    super(factory);
  }

  @Test
  void everyRecordIsThereAfterReopening() {
    List<StoredRecord> rows = Arbitraries.conflicts();
    for (int i = 0; i < rows.size(); i++) {
      apply(single("k" + i), rows.get(i));
      apply(map("m").field(Bytes.utf8("f" + i)), rows.get(i));
    }
    var before = export(store, PositionRange.ALL);
    for (int i = 0; i < 3; i++) {
      reopen();
      assertEquals(before, export(store, PositionRange.ALL));
    }
  }

  @Test
  void writesGoOnAfterReopening() {
    apply(KEY, value("old", 100, 1));
    reopen();
    assertEquals(List.of(UNCHANGED), apply(KEY, value("old", 100, 1)));
    assertEquals(List.of(STORED), apply(KEY, value("new", 100, 2)));
    reopen();
    assertEquals(Optional.of(value("new", 100, 2)), store.read(KEY));
  }

  @Test
  void anOpenStoreCannotBeOpenedAgain() {
    assertFault(StoreFault.Kind.LOCKED, () -> open("store").close());
    apply(KEY, value("v", 100, 1));
    assertEquals(Optional.of(value("v", 100, 1)), store.read(KEY));
    assertFault(StoreFault.Kind.LOCKED, () -> open("store").close());
  }

  @Test
  void twoStoresAreApart() {
    try (RecordStore other = open("other")) {
      apply(KEY, value("v", 100, 1));
      assertEquals(Optional.empty(), other.read(KEY));
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();
    store.close();
    assertFault(StoreFault.Kind.CLOSED, () -> store.read(KEY));
    assertFault(StoreFault.Kind.CLOSED, () -> store.readHeader(KEY));
    assertFault(StoreFault.Kind.CLOSED, () -> fields(map("m")));
    assertFault(StoreFault.Kind.CLOSED, () -> apply(KEY, tombstone(1)));
    assertFault(StoreFault.Kind.CLOSED, () -> store.export(PositionRange.ALL).close());
    assertFault(StoreFault.Kind.CLOSED, store::purge);
    assertFault(StoreFault.Kind.CLOSED, store::probe);
    assertFault(StoreFault.Kind.CLOSED, store::checkBackground);
    assertFault(StoreFault.Kind.CLOSED, store::figures);
    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));
    assertThrows(NotInMemory.class, () -> store.inMemory().readHeader(KEY));
  }

  @Test
  void aProbeChangesNoRecord() {
    store.probe();
    assertEquals(List.of(), export(store, PositionRange.ALL));
    apply(KEY, value("v", 100, 1));
    apply(map("m").field(Bytes.utf8("f")), value("v", 100, 1));
    var before = export(store, PositionRange.ALL);
    store.probe();
    assertEquals(before, export(store, PositionRange.ALL));
    reopen();
    assertEquals(before, export(store, PositionRange.ALL));
  }

  @Test
  void backgroundWorkThatMetNothingHasNothingToTell() {
    apply(KEY, value("v", 100, 1));
    store.purge();
    store.checkBackground();
    store.checkBackground();
  }

  @Test
  void figuresHaveNames() {
    assertFalse(store.figures().isEmpty());
    store.figures().forEach(figure -> assertFalse(figure.name().isEmpty()));
  }

  @Test
  void aPurgeForgetsExactlyWhatMayBeForgotten() {
    List<Long> moments =
        List.of(0L, 99L, 100L, 3_600L, 3_699L, 3_700L, DAY - 1, DAY, DAY + 100, 40 * DAY);
    List<StoredRecord> rows = new ArrayList<>(Arbitraries.conflicts());
    rows.add(value("far", 30 * DAY + 120, 1));
    rows.add(value("too far", 30 * DAY + 121, 1));
    rows.add(value("future", 100, 120_000_000));
    rows.add(value("too much future", 100, 120_000_001));
    for (long moment : moments) {
      clock.set(Arbitraries.NOW);
      try (RecordStore fresh = open("after" + moment)) {
        for (int i = 0; i < rows.size(); i++) {
          StoredRecord row = rows.get(i);
          fresh.apply(List.of(new Merge(single("k" + i), row)));
          fresh.apply(List.of(new Merge(map("m").field(Bytes.utf8("f" + i)), row)));
        }
        clock.set(Arbitraries.NOW + moment);
        fresh.purge();
        for (int i = 0; i < rows.size(); i++) {
          Optional<StoredRecord> left = left(rows.get(i), Arbitraries.NOW + moment);
          String what = rows.get(i) + " after " + moment + " s";
          assertEquals(left, fresh.read(single("k" + i)), what);
          assertEquals(left, fresh.read(map("m").field(Bytes.utf8("f" + i))), what);
        }
      }
    }
  }

  /** Returns what {@link Retention} leaves of {@code row}. */
  static Optional<StoredRecord> left(StoredRecord row, long now) {
    return switch (Retention.STANDARD.judge(row.header(), now)) {
      case KEEP -> Optional.of(row);
      case DROP_PAYLOAD ->
          Optional.of(new StoredRecord(Retention.withoutPayload(row.header()), Bytes.empty()));
      case REMOVE -> Optional.empty();
    };
  }

  @Test
  void whatWasForgottenCanBeWrittenAnew() {
    apply(KEY, tombstone(5));
    clock.set(Arbitraries.NOW + DAY);
    store.purge();
    assertEquals(List.of(STORED), apply(KEY, value("again", 2 * DAY, 1)));
    reopen();
    assertEquals(Optional.of(value("again", 2 * DAY, 1)), store.read(KEY));
  }

  @Test
  void whatWasAcknowledgedIsSeenByEveryReader() throws InterruptedException {
    int writes = 3_000;
    AtomicLong acknowledged = new AtomicLong();
    AtomicInteger failures = new AtomicInteger();
    apply(KEY, value("v0", 100, 0));
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, _) -> failures.incrementAndGet())
              .start(() -> readUntil(writes, acknowledged)));
    }
    for (int i = 1; i <= writes; i++) {
      apply(KEY, value("v" + i, 100, i));
      acknowledged.set(i);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(0, failures.get());
  }

  private void readUntil(long last, AtomicLong acknowledged) {
    long known;
    do {
      known = acknowledged.get();
      assertNewer(known, store.read(KEY).orElseThrow().header());
      assertNewer(known, store.readHeader(KEY).orElseThrow());
      try {
        assertNewer(known, store.inMemory().read(KEY).orElseThrow().header());
      } catch (NotInMemory _) {
        // That is an answer, too.
      }
    } while (known < last);
  }

  private static void assertNewer(long acknowledged, RecordHeader seen) {
    RecordHeader least = value("v" + acknowledged, 100, acknowledged).header();
    assertTrue(seen.equals(least) || seen.version().isAfter(least.version()));
  }

  @Test
  void purgingWhileOthersReadAndWriteLosesNothing() throws InterruptedException {
    int writes = 2_000;
    AtomicInteger failures = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, _) -> failures.incrementAndGet())
            .start(() -> {
              for (int i = 1; i <= writes; i++) {
                apply(single("k" + i % 50), value("v" + i, 100, i));
                apply(single("dead" + i % 50), value("v" + i, -2 * DAY, i - 2 * DAY * 1_000_000));
              }
            });
    do {
      store.purge();
    } while (writer.isAlive());
    writer.join();
    store.purge();
    assertEquals(0, failures.get());
    for (int i = writes - 49; i <= writes; i++) {
      assertEquals(Optional.of(value("v" + i, 100, i)), store.read(single("k" + i % 50)));
      assertEquals(Optional.empty(), store.read(single("dead" + i % 50)));
    }
  }
}
