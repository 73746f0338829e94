package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.WallClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are noticed: an engine answers what was written or a fault, nothing else. */
final class DamageTest {
  private static final long NOW = 1_770_000_000L;
  private static final WallClock CLOCK = () -> NOW * 1_000_000;
  private static final int ROWS = 2_000;

  @TempDir Path parent;

  private RocksRecordStore open(RocksSettings settings) {
    return RocksRecordStore.open(parent.resolve("db"), settings, CLOCK, Metrics.none());
  }

  private static RecordKey key(int row) {
    return new RecordKey.Single(
        Namespace.fromBytes(Bytes.of(new byte[21])), Bytes.utf8("key" + row));
  }

  private static StoredRecord record(int row) {
    return StoredRecord.value(
        Bytes.utf8("value of " + row + " ".repeat(row % 90)),
        new Expiration(NOW + 1_000),
        new RecordVersion(NOW * 1_000_000));
  }

  private void fill(RocksRecordStore store) {
    for (int row = 0; row < ROWS; row += 20) {
      store.apply(
          Stream.iterate(row, i -> i + 1)
              .limit(20)
              .map(i -> new Merge(key(i), record(i)))
              .toList());
    }
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> all = Files.list(parent.resolve("db").resolve("db"))) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      int old = bytes.read();
      bytes.seek(offset);
      bytes.write(old ^ 0x40);
    }
  }

  @Test
  void aFlippedBitInATableIsAFaultAndNeverAnotherValue() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
      store.purge();
    }
    for (Path table : files(".sst")) {
      for (long offset = 0; offset < Files.size(table) / 2; offset += 4_096) {
        flip(table, offset);
      }
    }
    int faults = 0;
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      for (int row = 0; row < ROWS; row++) {
        faults += isFault(store, row) ? 1 : 0;
      }
      StoreFault fault = assertThrows(StoreFault.class, () -> exportAll(store));
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
    } catch (StoreFault fault) {
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
      faults = ROWS;
    }
    assertTrue(faults > 0, "nothing was noticed");
  }

  private static boolean isFault(RocksRecordStore store, int row) {
    try {
      assertEquals(Optional.of(record(row)), store.read(key(row)));
      return false;
    } catch (StoreFault fault) {
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
      return true;
    }
  }

  private static int exportAll(RocksRecordStore store) {
    int rows = 0;
    try (var cursor = store.export(PositionRange.ALL)) {
      while (cursor.next().isPresent()) {
        rows++;
      }
    }
    return rows;
  }

  /** Compactions begin once there are four files of the first level. */
  @Test
  void damageThatACompactionMeetsIsToldAlthoughNobodyReads() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      for (int file = 0; file < 4; file++) {
        for (int row = file; row < ROWS; row += 4) {
          store.apply(List.of(new Merge(key(row), record(row))));
        }
        store.checkBackground();
        if (file < 3) {
          store.copyTo(parent.resolve("copy" + file)); // which writes out the memtable
        }
      }
      damage(files(".sst").getFirst());
      writeOutFailingOrNot(store);
      StoreFault fault = assertThrows(StoreFault.class, () -> untilItTells(store));
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault.toString());
      store.checkBackground();
    }
  }

  /** A compaction that fails while the copy is made breaks that off, too. */
  private void writeOutFailingOrNot(RocksRecordStore store) {
    try {
      store.copyTo(parent.resolve("copy"));
    } catch (StoreFault fault) {
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault.toString());
    }
  }

  private static void damage(Path table) throws IOException {
    for (long offset = 100; offset < Files.size(table) / 2; offset += 4_096) {
      flip(table, offset);
    }
  }

  private static void untilItTells(RocksRecordStore store) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      store.checkBackground();
      Thread.onSpinWait();
    }
  }

  @Test
  void aFlippedBitInTheLogStopsTheOpeningUnlessToldOtherwise() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
    }
    Path log = files(".log").getLast();
    flip(log, Files.size(log) / 2);
    StoreFault fault = assertThrows(StoreFault.class, () -> open(TestSettings.SMALL).close());
    assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
    assertTrue(fault.toString().contains("ROCKSDB_WAL_RECOVERY"), fault.toString());

    RocksSettings lenient =
        TestSettings.builder().walRecovery(RocksSettings.WalRecovery.KEEP_UNDAMAGED_PREFIX).build();
    try (RocksRecordStore store = open(lenient)) {
      int found = 0;
      while (store.read(key(found)).isPresent()) {
        assertEquals(Optional.of(record(found)), store.read(key(found)));
        found++;
      }
      assertTrue(found > ROWS / 4 && found < ROWS, "found " + found);
      assertEquals(found, exportAll(store), "a prefix of what was written");
    }
  }

  /** Returns where the first record of the last block of {@code log} begins. */
  private static long lastBlock(Path log) throws IOException {
    return Files.size(log) / (32 << 10) * (32 << 10);
  }

  /** RocksDB alone takes such a record for one that was cut, and forgets all that follow. */
  @Test
  void aDamagedLengthThatReachesBehindTheEndIsNoCutWrite() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
    }
    Path log = files(".log").getLast();
    flip(log, lastBlock(log) + 5);
    StoreFault fault = assertThrows(StoreFault.class, () -> open(TestSettings.SMALL).close());
    assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
    assertTrue(fault.toString().contains(log.getFileName().toString()), fault.toString());
  }

  /** RocksDB alone reads for ever when it meets a record of some kinds. */
  @Test
  void aDamagedKindIsAFaultAndMayBePassedOver() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
    }
    Path log = files(".log").getLast();
    byte[] whole = Files.readAllBytes(log);
    RocksSettings lenient =
        TestSettings.builder().walRecovery(RocksSettings.WalRecovery.KEEP_UNDAMAGED_PREFIX).build();
    for (int kind : new int[] {0, 5, 6, 7, 8, 9, 10, 11, 12, 255}) {
      byte[] damaged = whole.clone();
      damaged[(int) lastBlock(log) + 6] = (byte) kind;
      Files.write(log, damaged);
      StoreFault fault = assertThrows(StoreFault.class, () -> open(TestSettings.SMALL).close());
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
    }
    try (RocksRecordStore store = open(lenient)) {
      int found = exportAll(store);
      assertTrue(found > ROWS / 2 && found < ROWS, "found " + found);
    }
  }

  @Test
  void aFlippedBitInTheManifestIsAFault() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
      store.purge();
    }
    Path manifest =
        files("").stream()
            .filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
            .findFirst()
            .orElseThrow();
    byte[] whole = Files.readAllBytes(manifest);
    for (int offset = 0; offset < whole.length; offset++) {
      flip(manifest, offset);
      StoreFault fault = assertThrows(StoreFault.class, () -> open(TestSettings.SMALL).close());
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
      Files.write(manifest, whole);
    }
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      assertEquals(ROWS, exportAll(store));
    }
  }

  @Test
  void whateverTheNameOfTheManifestBecomesIsAFault() throws IOException {
    open(TestSettings.SMALL).close();
    Path current = parent.resolve("db").resolve("db").resolve("CURRENT");
    for (String name : List.of("", "\0", "..", "/", "MANIFEST-", "MANIFEST-99", "\u00ff\n")) {
      Files.writeString(current, name);
      StoreFault fault = assertThrows(StoreFault.class, () -> open(TestSettings.SMALL).close());
      assertTrue(fault.toString().contains(parent.toString()), fault.toString());
    }
  }

  @Test
  void aLogCutInItsLastWriteIsNoDamage() throws IOException {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      fill(store);
    }
    Path log = files(".log").getLast();
    try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
      bytes.setLength(bytes.length() - 7);
    }
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      assertEquals(ROWS - 20, exportAll(store));
    }
  }
}
