package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.LmdbException;

/**
 * Rows that are damaged while the database is open are noticed: by reads, writes, walks and the
 * sweep. What happens to the file is seen at once, since it is what the memory map shows.
 */
final class DamageTest {
  private static final long NOW = 1_770_000_000L;
  private static final int DAY = 86_400;
  private static final int ROWS = 200;
  private static final int DAMAGED = 77;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));
  private static final MapKey MAP = new MapKey(NAMESPACE, Bytes.utf8("map"));

  private final AtomicLong seconds = new AtomicLong(NOW);

  @TempDir Path parent; // set by JUnit

  private LmdbRecordStore open() {
    return open(0);
  }

  private LmdbRecordStore open(int sweptRowsPerSecond) {
    return LmdbRecordStore.open(
        parent.resolve("db"),
        new LmdbSettings(16, sweptRowsPerSecond, Retention.STANDARD),
        () -> seconds.get() * 1_000_000);
  }

  private static RecordKey single(int row) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + row + "."));
  }

  private static RecordKey field(int row) {
    return MAP.field(Bytes.utf8("field" + row + "."));
  }

  private static StoredRecord record(int row) {
    return StoredRecord.value(
        Bytes.utf8("value of " + row + "."),
        new Expiration(NOW + DAY),
        new RecordVersion(NOW * 1_000_000));
  }

  private LmdbRecordStore filled() {
    LmdbRecordStore store = open();
    List<Merge> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(new Merge(single(row), record(row)));
      rows.add(new Merge(field(row), record(row)));
    }
    store.apply(rows);
    return store;
  }

  /** Flips a bit at {@code offset} from everywhere where {@code text} stands in the file. */
  private void damage(String text, int offset) throws IOException {
    Path data = parent.resolve("db").resolve("db").resolve("data.mdb");
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      byte[] content = new byte[(int) file.length()];
      file.readFully(content);
      String searched = new String(content, StandardCharsets.ISO_8859_1);
      int found = searched.indexOf(text);
      assertTrue(found > 0, text);
      for (; found > 0; found = searched.indexOf(text, found + 1)) {
        file.seek(found + offset);
        file.write(content[found + offset] ^ 0x10);
      }
    }
  }

  private static void assertCorrupt(Executable reading) {
    StoreFault fault = assertThrows(StoreFault.class, reading);
    assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault.toString());
  }

  private static int readable(LmdbRecordStore store) {
    int readable = 0;
    for (int row = 0; row < ROWS; row++) {
      if (row != DAMAGED) {
        assertEquals(Optional.of(record(row)), store.read(single(row)));
        assertEquals(Optional.of(record(row)), store.read(field(row)));
        readable++;
      }
    }
    return readable;
  }

  private static double damagedRows(LmdbRecordStore store) {
    return store.figures().stream()
        .filter(figure -> figure.name().equals("wcn_lmdb_damaged_rows"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static int visited(LmdbRecordStore store) {
    List<Bytes> fields = new ArrayList<>();
    store.visitMap(
        MAP,
        Optional.empty(),
        (name, _, _, payload) -> {
          fields.add(name);
          return !payload.get().isEmpty();
        });
    return fields.size();
  }

  private static int exported(LmdbRecordStore store) {
    int rows = 0;
    try (var cursor = store.export(PositionRange.ALL)) {
      while (cursor.next().isPresent()) {
        rows++;
      }
    }
    return rows;
  }

  @Test
  void aFlippedBitOfAPayloadIsAFaultOfItsReadersAndOfNobodyElse() throws IOException {
    filled().close();
    for (int openings = 0; openings < 2; openings++) {
      try (LmdbRecordStore store = open()) {
        if (openings == 0) {
          damage("value of " + DAMAGED + ".", 3);
        }
        assertEquals(ROWS - 1, readable(store));
        assertCorrupt(() -> store.read(single(DAMAGED)));
        assertCorrupt(() -> store.read(field(DAMAGED)));
        assertCorrupt(() -> visited(store));
        assertCorrupt(() -> exported(store));
      }
    }
  }

  @Test
  void aFlippedBitOfAHeaderIsNeverMergedWith() throws IOException {
    try (LmdbRecordStore store = filled()) {
      damage("value of " + DAMAGED + ".", -20);
      assertEquals(ROWS - 1, readable(store));
      StoredRecord newer = StoredRecord.tombstone(new RecordVersion(NOW * 1_000_000 + 1));
      assertCorrupt(() -> store.readHeader(single(DAMAGED)));
      assertCorrupt(() -> store.apply(List.of(new Merge(single(DAMAGED), newer))));
      assertCorrupt(() -> visited(store));
      assertCorrupt(() -> exported(store));
    }
    assertCorrupt(() -> open().close());
  }

  @Test
  void aFlippedBitOfAKeyIsAFaultOfThoseWhoMeetIt() throws IOException {
    try (LmdbRecordStore store = filled()) {
      damage("field" + DAMAGED + ".", -10);
      assertCorrupt(() -> visited(store));
      assertCorrupt(() -> exported(store));
    }
    assertCorrupt(() -> open().close());
  }

  @Test
  void aDamagedHeaderIsNoReasonToForgetARecord() throws IOException {
    try (LmdbRecordStore store = filled()) {
      // The expiration, whose highest bytes are 0, becomes one that nobody would keep.
      for (int bytesBefore = 26; bytesBefore <= 32; bytesBefore++) {
        damage("value of " + DAMAGED + ".", -bytesBefore);
      }
      assertCorrupt(store::purge);
      assertCorrupt(() -> store.read(single(DAMAGED)));
      assertEquals(ROWS - 1, readable(store));
      assertEquals(0, store.forgotten());
      seconds.addAndGet(20L * DAY);
      assertCorrupt(store::purge);
      assertCorrupt(() -> store.read(single(DAMAGED)));
      assertEquals(2 * (ROWS - 1), store.forgotten(), "all others");
      assertEquals(2, damagedRows(store));
    }
  }

  @Test
  void aRowThatIsDamagedOnceItIsToBeForgottenIsSparedAndCounted() throws IOException {
    filled().close();
    Path data = parent.resolve("db").resolve("db");
    long later = NOW + 20L * DAY;
    try (LmdbTables tables = LmdbTables.open(data, 16, Files.size(data.resolve("data.mdb")))) {
      LmdbSweep sweep = new LmdbSweep(tables, Retention.STANDARD);
      assertThrows(LmdbException.class, () -> sweep.run(2 * ROWS, later), "no room in the map");
      tables.growMap();
      damage("value of " + DAMAGED + ".", -20);
      assertFalse(sweep.run(2 * ROWS, later), "the fields are left");
      assertEquals(ROWS - 1, sweep.forgotten());
      assertEquals(1, sweep.damaged());
      assertTrue(sweep.run(2 * ROWS, later));
      assertEquals(2 * (ROWS - 1), sweep.forgotten());
      assertEquals(2, sweep.damaged());
      assertTrue(sweep.takeDamage().isPresent());
      assertTrue(sweep.takeDamage().isEmpty(), "it is told once");
    }
  }

  @Test
  void damageThatTheSweepMeetsIsToldAlthoughNobodyReads() throws IOException {
    filled().close();
    try (LmdbRecordStore store = open(4 * ROWS)) {
      damage("value of " + DAMAGED + ".", -20);
      StoreFault fault = assertThrows(StoreFault.class, () -> untilItTells(store));
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault.toString());
    }
  }

  private static void untilItTells(LmdbRecordStore store) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      store.checkBackground();
      Thread.onSpinWait();
    }
  }
}
