package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** A database of format 1, whose rows have no checksums, becomes one of format 2. */
final class LmdbUpgradeTest {
  private static final long NOW = 1_770_000_000L;
  private static final int RECORDS = 25_000;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));

  @TempDir Path parent; // set by JUnit
  private Path directory;
  private final Set<ExportedRecord> written = new HashSet<>();

  @BeforeEach
  void makeFormatOne() throws IOException {
    directory = Files.createDirectory(parent.resolve("db"));
    Files.writeString(directory.resolve("FORMAT"), "wcn-lmdb 1\n");
    Files.createDirectory(directory.resolve("db"));
    try (Env<ByteBuffer> env = environment();
        Txn<ByteBuffer> transaction = env.txnWrite()) {
      for (int i = 0; i < RECORDS; i++) {
        put(env, transaction, new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + i)), record(i));
        put(
            env,
            transaction,
            new RecordKey.Field(NAMESPACE, Bytes.utf8("map" + i % 9), Bytes.utf8("field" + i)),
            record(i));
      }
      transaction.commit();
    }
  }

  private Env<ByteBuffer> environment() {
    return Env.create()
        .setMapSize(1L << 30)
        .setMaxDbs(LmdbTable.MOST)
        .open(directory.resolve("db").toFile());
  }

  private static StoredRecord record(int number) {
    RecordVersion version = new RecordVersion(NOW * 1_000_000);
    return number % 3 == 0
        ? StoredRecord.tombstone(version)
        : StoredRecord.value(Bytes.utf8("value" + number), new Expiration(NOW + 1_000), version);
  }

  private void put(
      Env<ByteBuffer> env, Txn<ByteBuffer> transaction, RecordKey key, StoredRecord record) {
    RowKey row = RowKey.of(key);
    Dbi<ByteBuffer> plain =
        env.openDbi(transaction, row.table().bytes(), null, false, DbiFlags.MDB_CREATE);
    plain.put(transaction, direct(row.content()), direct(RowForm.encode(record)));
    written.add(new ExportedRecord(key, record));
  }

  private static ByteBuffer direct(byte[] content) {
    return ByteBuffer.allocateDirect(content.length).put(content).flip();
  }

  private LmdbRecordStore open() {
    return LmdbRecordStore.open(directory, LmdbSettings.DEFAULT, () -> NOW * 1_000_000);
  }

  private static List<ExportedRecord> all(ExportCursor cursor) {
    List<ExportedRecord> all = new ArrayList<>();
    try (cursor) {
      for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
        all.add(next.get());
      }
    }
    return all;
  }

  private List<ExportedRecord> examined() {
    return all(new LmdbStoreEngine(LmdbSettings.DEFAULT, () -> NOW * 1_000_000).examine(directory));
  }

  /** Single records first, then fields, each in the order of the stored key. */
  private List<ExportedRecord> inOrder() {
    TreeMap<Bytes, ExportedRecord> singles = new TreeMap<>();
    TreeMap<Bytes, ExportedRecord> fields = new TreeMap<>();
    for (ExportedRecord record : written) {
      var table = record.key() instanceof RecordKey.Single ? singles : fields;
      table.put(Bytes.wrap(RowKey.of(record.key()).content()), record);
    }
    List<ExportedRecord> all = new ArrayList<>(singles.values());
    all.addAll(fields.values());
    return all;
  }

  @Test
  void everyRecordIsThereAndTheFormatIsTheNewOne() throws IOException {
    assertEquals(inOrder(), examined());
    assertEquals("wcn-lmdb 1", Files.readString(directory.resolve("FORMAT")).strip());
    for (int opening = 0; opening < 2; opening++) {
      try (LmdbRecordStore store = open()) {
        assertEquals(inOrder(), all(store.export(PositionRange.ALL)));
      }
      assertEquals("wcn-lmdb 2", Files.readString(directory.resolve("FORMAT")).strip());
    }
    assertEquals(inOrder(), examined());
    try (Env<ByteBuffer> env = environment()) {
      assertEquals(List.of(), LmdbTable.openPlain(env), "nothing is left of the old tables");
    }
  }

  @Test
  void anUpgradeThatWasInterruptedGoesOn() throws IOException {
    LmdbTables tables = LmdbTables.open(directory.resolve("db"), 10, 1L << 30);
    LmdbTable plain = LmdbTable.openPlain(tables.env()).getFirst();
    LmdbUpgrade.moveSome(tables, plain);
    LmdbUpgrade.moveSome(tables, plain);
    tables.close();
    assertEquals(inOrder(), examined());
    try (LmdbRecordStore store = open()) {
      assertEquals(inOrder(), all(store.export(PositionRange.ALL)));
    }
  }

  @Test
  void aRowThatCannotBeReadStopsTheUpgradeAndNothingIsHeld() throws IOException {
    try (Env<ByteBuffer> env = environment();
        Txn<ByteBuffer> transaction = env.txnWrite()) {
      RowKey key = RowKey.of(new RecordKey.Single(NAMESPACE, Bytes.utf8("key77")));
      Dbi<ByteBuffer> plain =
          env.openDbi(transaction, key.table().bytes(), null, false, DbiFlags.MDB_CREATE);
      plain.put(transaction, direct(key.content()), direct(new byte[30]));
      transaction.commit();
    }
    for (int opening = 0; opening < 2; opening++) {
      StoreFault fault = assertThrows(StoreFault.class, () -> open().close());
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault.toString());
    }
  }
}
