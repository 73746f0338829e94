package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.OpenGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.LmdbException;

/** A map that is too small for what is written becomes larger, and nobody who writes is told. */
final class MapGrowthTest {
  private static final long SMALL_BYTES = 1 << 20;
  private static final int RECORDS = 40_000;
  private static final int BATCH = 1_000;
  private static final int READERS = 3;
  private static final long MONTH_SECONDS = 30 * 86_400;

  private final AtomicLong seconds = new AtomicLong(Generations.NOW);

  @TempDir Path directory;

  private LmdbRecordStore open(long mapBytes) {
    return LmdbRecordStore.open(
        directory.resolve("db"),
        Generations.SETTINGS,
        () -> seconds.get() * 1_000_000,
        _ -> mapBytes);
  }

  private static void write(LmdbRecordStore store, int from, int to) {
    List<Merge> batch = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      batch.add(new Merge(Generations.key(i), Generations.record(i)));
    }
    store.apply(batch);
  }

  private static void fill(LmdbRecordStore store) {
    for (int from = 0; from < RECORDS; from += BATCH) {
      write(store, from, from + BATCH);
    }
  }

  private static void checkAll(LmdbRecordStore store) {
    for (int i = 0; i < RECORDS; i++) {
      assertEquals(Optional.of(Generations.record(i)), store.read(Generations.key(i)));
    }
  }

  private static int count(ExportCursor cursor) {
    try (cursor) {
      int count = 0;
      while (cursor.next().isPresent()) {
        count++;
      }
      return count;
    }
  }

  @Test
  void everythingIsWrittenAndReadWhileItGrows() throws Exception {
    AtomicInteger written = new AtomicInteger();
    try (LmdbRecordStore store = open(SMALL_BYTES);
        ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      assertEquals(SMALL_BYTES, Generations.figure(store, "wcn_lmdb_map_bytes"));
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        reading.add(readers.submit(() -> readUntilAllIsWritten(store, written)));
      }
      while (written.get() < RECORDS) {
        write(store, written.get(), written.get() + BATCH);
        written.addAndGet(BATCH);
      }
      for (Future<?> each : reading) {
        each.get();
      }
      checkAll(store);
      assertTrue(Generations.figure(store, "wcn_lmdb_map_bytes") > 8 * SMALL_BYTES);
    }
    try (LmdbRecordStore store = open(SMALL_BYTES)) {
      checkAll(store);
      assertEquals(RECORDS, count(store.export(PositionRange.ALL)));
    }
  }

  private static void readUntilAllIsWritten(LmdbRecordStore store, AtomicInteger written) {
    for (int i = 0; written.get() < RECORDS; i++) {
      int number = written.get() == 0 ? 0 : i % written.get();
      boolean isThere = number < written.get();
      Optional<?> found = store.read(Generations.key(number));
      if (isThere) {
        assertEquals(Optional.of(Generations.record(number)), found);
      }
    }
  }

  @Test
  void anExportIsEndedAndCanBeBegunAnew() {
    try (LmdbRecordStore store = open(SMALL_BYTES)) {
      write(store, 0, BATCH);
      ExportCursor export = store.export(PositionRange.ALL);
      assertTrue(export.next().isPresent());
      fill(store);
      StoreFault fault = assertThrows(StoreFault.class, export::next);
      assertEquals(StoreFault.Kind.CLOSED, fault.kind());
      assertTrue(fault.toString().contains("larger"), fault.toString());
      export.close();
      assertEquals(RECORDS, count(store.export(PositionRange.ALL)));
    }
  }

  @Test
  void whatIsForgottenIsForgottenInAMapWithoutRoom() {
    try (LmdbRecordStore store = open(1L << 30)) {
      write(store, 0, RECORDS); // One batch leaves no pages that are free.
    }
    seconds.addAndGet(MONTH_SECONDS);
    try (LmdbRecordStore store = open(SMALL_BYTES)) {
      double before = Generations.figure(store, "wcn_lmdb_map_bytes");
      store.purge();
      assertTrue(Generations.figure(store, "wcn_lmdb_map_bytes") > before);
      assertEquals(RECORDS, store.forgotten());
      assertEquals(0, count(store.export(PositionRange.ALL)));
    }
  }

  @Test
  void itDoesNotGrowUnderACopy() throws Exception {
    StoreFault full = new StoreFault(StoreFault.Kind.DISK_FULL, "the map is full");
    Path data = Files.createDirectory(directory.resolve("data"));
    try (LmdbTables tables = LmdbTables.open(data, 16, SMALL_BYTES);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      MapGrowth growth = new MapGrowth(new OpenGate(), tables, () -> {});
      StoreFault met =
          growth.copy(() -> {
            Future<StoreFault> grown =
                other.submit(
                    () -> assertThrows(StoreFault.class, () -> growth.grow(SMALL_BYTES, full)));
            return resultOf(grown);
          });
      assertSame(full, met);
      assertEquals(SMALL_BYTES, tables.mapBytes());
      growth.grow(SMALL_BYTES, full);
      growth.grow(SMALL_BYTES, full); // Another one that has met the smaller map.
      assertEquals(2 * SMALL_BYTES, tables.mapBytes());
    }
  }

  private static <T> T resultOf(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMapForWhichTheSystemHasNoRoomIsLostAndTheDataIsNot() throws IOException {
    try (LmdbRecordStore store = open(SMALL_BYTES)) {
      write(store, 0, BATCH);
    }
    Path data = directory.resolve("db").resolve("db");
    LmdbTables tables = LmdbTables.open(data, 16, SMALL_BYTES);
    tables.give(tables.take());
    assertThrows(LmdbException.class, () -> growForEver(tables));
    StoreFault fault = assertThrows(StoreFault.class, tables::take);
    assertEquals(StoreFault.Kind.IO, fault.kind());
    assertThrows(StoreFault.class, tables::probe);
    tables.close();
    try (LmdbRecordStore store = open(SMALL_BYTES)) {
      assertEquals(BATCH, count(store.export(PositionRange.ALL)));
    }
  }

  private static void growForEver(LmdbTables tables) {
    while (true) {
      tables.growMap();
    }
  }
}
