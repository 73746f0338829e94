package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.WallClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compactions forget, through the filter that RocksDB calls. */
final class RetentionFilterTest {
  private static final long NOW = 1_770_000_000L;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));

  private final AtomicLong seconds = new AtomicLong(NOW);
  private final WallClock clock = () -> seconds.get() * 1_000_000;

  @TempDir Path directory;

  private RocksRecordStore open(RocksSettings settings) {
    return RocksRecordStore.open(directory.resolve("db"), settings, clock, Metrics.none());
  }

  private static RecordKey key(String name) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8(name));
  }

  private static StoredRecord expiring(long unixSeconds) {
    return StoredRecord.value(
        Bytes.utf8("value"), new Expiration(unixSeconds), new RecordVersion(NOW * 1_000_000));
  }

  @Test
  void anExpiredValueLosesItsPayloadAndLaterEverything() {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      store.apply(List.of(new Merge(key("a"), expiring(NOW + 60))));
      seconds.set(NOW + 60 + 3_600);
      store.purge();
      StoredRecord left = store.read(key("a")).orElseThrow();
      assertEquals(PayloadKind.TOMBSTONE, left.header().kind());
      assertEquals(Bytes.empty(), left.payload());
      seconds.set(NOW + 86_400);
      store.purge();
      assertEquals(Optional.empty(), store.read(key("a")));
    }
  }

  @Test
  void manyRowsAreJudgedAndNoneThatLivesIsLost() {
    int rows = 200_000;
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      List<Merge> batch = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        batch.add(new Merge(key("k" + i), expiring(i % 2 == 0 ? NOW + 10 : NOW + 86_400 * 10)));
        if (batch.size() == 10_000) {
          store.apply(batch);
          batch.clear();
        }
      }
      seconds.set(NOW + 86_401);
      store.purge();
      for (int i = 0; i < rows; i++) {
        assertEquals(i % 2 == 1, store.readHeader(key("k" + i)).isPresent(), "row " + i);
      }
    }
  }

  @Test
  void historyIsKeptUntilAPurgeIsAskedFor() {
    RocksSettings settings = TestSettings.builder().keepHistory(true).build();
    try (RocksRecordStore store = open(settings)) {
      store.apply(List.of(new Merge(key("a"), expiring(NOW + 1))));
      seconds.set(NOW + 86_401);
      assertTrue(store.read(key("a")).isPresent());
      store.purge();
      assertFalse(store.read(key("a")).isPresent());
    }
  }

  @Test
  void aClockThatFellBackForgetsNothingEvenAfterReopening() {
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      store.apply(List.of(new Merge(key("a"), expiring(NOW + 86_400))));
    }
    seconds.set(5);
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      store.purge();
      assertTrue(store.read(key("a")).isPresent());
      assertTrue(
          store.figures().stream()
              .anyMatch(figure ->
                  figure.name().equals("wcn_rocksdb_clock_behind_seconds")
                      && figure.value() == NOW - 5));
    }
    seconds.set(NOW + 2 * 86_400);
    try (RocksRecordStore store = open(TestSettings.SMALL)) {
      store.purge();
      assertFalse(store.read(key("a")).isPresent());
    }
  }
}
