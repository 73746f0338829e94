package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCacheTest {
  private static final long NOW = 1_770_000_000L;
  private static final int BATCHES = 1_600;
  private static final int BATCH = 128;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));

  private final SplittableRandom random = new SplittableRandom(7);
  private long version = NOW * 1_000_000;

  @TempDir Path directory; // set by JUnit

  private Merge merge() {
    byte[] noise = new byte[100];
    random.nextBytes(noise);
    version++;
    return new Merge(
        new RecordKey.Field(
            NAMESPACE,
            Bytes.utf8("map " + random.nextInt(1_000)),
            Bytes.utf8("field " + random.nextInt(256))),
        StoredRecord.value(
            Bytes.wrap(noise), new Expiration(NOW + 86_400), new RecordVersion(version)));
  }

  /** Small blocks have a large index. Each merge looks at what is stored, and so at the index. */
  @Test
  void anIndexStaysInASmallCacheWhileMemtablesAndDataComeAndGo() {
    RocksSettings settings = TestSettings.builder().blockSizeBytes(512).statistics(true).build();
    try (RocksRecordStore store =
        RocksRecordStore.open(
            directory.resolve("db"), settings, () -> NOW * 1_000_000, Metrics.none())) {
      for (int i = 0; i < BATCHES; i++) {
        store.apply(IntStream.range(0, BATCH).mapToObj(_ -> merge()).toList());
      }

      double misses = TestFigures.sum(store, "wcn_rocksdb_block_cache_index_miss");
      assertTrue(misses < BATCHES, () -> "an index was read " + misses + " times");
    }
  }
}
