package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.NotInMemory;
import network.wcn.wire.stored.RowKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCacheTest {
  private static final long NOW = 1_770_000_000L;
  private static final int CACHE_BYTES = 64 << 10;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));
  private static final RecordKey KEY = key(0);

  @TempDir Path directory; // set by JUnit, as is the store

  private RocksRecordStore store;

  @BeforeEach
  void open() {
    RocksSettings settings =
        TestSettings.builder().rowCacheBytes(CACHE_BYTES).statistics(true).build();
    store =
        RocksRecordStore.open(
            directory.resolve("db"), settings, () -> NOW * 1_000_000, Metrics.none());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static RecordKey key(int number) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + number));
  }

  private static StoredRecord record(int payloadBytes, long version) {
    return StoredRecord.value(
        Bytes.wrap(new byte[payloadBytes]),
        new Expiration(NOW + 86_400),
        new RecordVersion(NOW * 1_000_000 + version));
  }

  private void write(RecordKey key, StoredRecord record) {
    store.apply(List.of(new Merge(key, record)));
  }

  private double figure(String name) {
    return TestFigures.sum(store, name);
  }

  @Test
  void aRowIsInMemoryOnceItWasReadAndItsHeaderOnceItWasOverwritten() {
    StoredRecord record = record(100, 1);
    write(KEY, record);
    assertThrows(NotInMemory.class, () -> store.inMemory().readHeader(KEY));

    StoredRecord newer = record(100, 2);
    write(KEY, newer);
    assertEquals(Optional.of(newer.header()), store.inMemory().readHeader(KEY));
    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));

    assertEquals(Optional.of(newer), store.read(KEY));
    assertEquals(Optional.of(newer), store.inMemory().read(KEY));

    StoredRecord newest = record(100, 3);
    write(KEY, newest);
    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));
    assertEquals(Optional.of(newest), store.read(KEY));
  }

  @Test
  void thatThereIsNoRecordIsKnownUntilThereIsOne() {
    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));
    assertEquals(Optional.empty(), store.read(KEY));
    assertEquals(Optional.empty(), store.inMemory().read(KEY));

    write(KEY, record(1, 1));
    assertEquals(Optional.of(record(1, 1)), store.read(KEY));
  }

  @Test
  void whatTakesLongIsNotKept() {
    StoredRecord large = record((16 << 10) + 1, 1);
    write(KEY, large);
    assertEquals(Optional.of(large), store.read(KEY));
    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));

    RecordKey longKey = new RecordKey.Single(NAMESPACE, Bytes.wrap(new byte[(16 << 10) + 1]));
    write(longKey, record(1, 1));
    assertEquals(Optional.of(record(1, 1)), store.read(longKey));
    assertThrows(NotInMemory.class, () -> store.inMemory().read(longKey));
    assertThrows(NotInMemory.class, () -> store.inMemory().readHeader(longKey));
  }

  /** Rows of which one changes while it is looked up, so that an old one is found. */
  private static final class Changing implements MergeBatch.Stored<RowKey> {
    private Runnable change = () -> {};

    @Override
    public Optional<StoredRecord> read(RowKey key) {
      change.run();
      return Optional.of(record(1, 1));
    }

    @Override
    public Optional<RecordHeader> readHeader(RowKey key) {
      return read(key).map(StoredRecord::header);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "in doubt", "purged"})
  void whatWasFoundBeforeAChangeIsNotKept(String change) {
    Changing rows = new Changing();
    RowCache cache = new RowCache(rows, CACHE_BYTES);
    RowKey key = RowKey.of(KEY);
    rows.change =
        switch (change) {
          case "written" -> () -> cache.written(key, record(1, 2));
          case "in doubt" -> () -> cache.doubt(key);
          default -> cache::clear;
        };

    assertEquals(Optional.of(record(1, 1)), cache.read(key));
    assertThrows(NotInMemory.class, () -> cache.readAtOnce(key));
    cache.readHeader(key);
    assertThrows(NotInMemory.class, () -> cache.readHeaderAtOnce(key));

    rows.change = () -> {};
    cache.read(key);
    assertEquals(Optional.of(record(1, 1)), cache.readAtOnce(key));
  }

  @Test
  void itTakesNoMoreMemoryThanItMay() {
    for (int i = 0; i < 1_000; i++) {
      write(key(i), record(1_000, 1));
      assertEquals(Optional.of(record(1_000, 1)), store.read(key(i)));
    }
    assertTrue(figure("wcn_rocksdb_row_cache_bytes") > CACHE_BYTES / 2.0);
    assertTrue(figure("wcn_rocksdb_row_cache_bytes") <= CACHE_BYTES);
  }

  @Test
  void lookUpsSparedAndMadeAreCounted() {
    write(KEY, record(1, 1));
    double misses = figure("wcn_rocksdb_row_cache_miss");
    double hits = figure("wcn_rocksdb_row_cache_hit");

    assertThrows(NotInMemory.class, () -> store.inMemory().read(KEY));
    store.read(KEY);
    assertEquals(misses + 1, figure("wcn_rocksdb_row_cache_miss"));
    assertEquals(hits, figure("wcn_rocksdb_row_cache_hit"));

    store.inMemory().read(KEY);
    store.read(KEY);
    assertEquals(misses + 1, figure("wcn_rocksdb_row_cache_miss"));
    assertEquals(hits + 2, figure("wcn_rocksdb_row_cache_hit"));
  }
}
