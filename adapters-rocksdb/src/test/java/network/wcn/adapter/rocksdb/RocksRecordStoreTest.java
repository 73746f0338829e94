package network.wcn.adapter.rocksdb;

import network.wcn.port.metrics.Metrics;
import network.wcn.tck.storage.ExportSuite;
import network.wcn.tck.storage.LifeSuite;
import network.wcn.tck.storage.MapSuite;
import network.wcn.tck.storage.MergeSuite;
import network.wcn.tck.storage.ModelSuite;
import network.wcn.tck.storage.StoreFactory;
import org.junit.jupiter.api.Nested;

/** RocksDB keeps the contract of a storage engine. */
final class RocksRecordStoreTest {
  private static final StoreFactory ROCKS = withRowCache(1 << 20);

  private static StoreFactory withRowCache(long bytes) {
    RocksSettings settings = TestSettings.builder().rowCacheBytes(bytes).build();
    return (directory, clock) -> RocksRecordStore.open(directory, settings, clock, Metrics.none());
  }

  @Nested
  class Merging extends MergeSuite {
    Merging() {
      super(ROCKS);
    }
  }

  @Nested
  class Maps extends MapSuite {
    Maps() {
      super(ROCKS);
    }
  }

  @Nested
  class Exports extends ExportSuite {
    Exports() {
      super(ROCKS);
    }
  }

  @Nested
  class Life extends LifeSuite {
    Life() {
      super(ROCKS);
    }
  }

  @Nested
  class Model extends ModelSuite {
    Model() {
      super(ROCKS);
    }
  }

  @Nested
  class ModelWithoutRowCache extends ModelSuite {
    ModelWithoutRowCache() {
      super(withRowCache(0));
    }
  }

  @Nested
  class ModelWithRowCacheOfFewRows extends ModelSuite {
    ModelWithRowCacheOfFewRows() {
      super(withRowCache(4 << 10));
    }
  }
}
