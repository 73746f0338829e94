package network.wcn.adapter.rocksdb;

import java.nio.file.Path;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.time.WallClock;
import network.wcn.tck.storage.CrashSuite;
import network.wcn.tck.storage.ExportSuite;
import network.wcn.tck.storage.LifeSuite;
import network.wcn.tck.storage.MapSuite;
import network.wcn.tck.storage.MergeSuite;
import network.wcn.tck.storage.ModelSuite;
import network.wcn.tck.storage.StoreFactory;
import org.junit.jupiter.api.Nested;

/** RocksDB keeps the contract of a storage engine. */
final class RocksRecordStoreTest {
  private static final StoreFactory ROCKS = new Rocks();

  private static final class Rocks implements StoreFactory {
    private final RocksSettings settings;

    Rocks() {
      this(1 << 20);
    }

    Rocks(long rowCacheBytes) {
      settings = TestSettings.builder().rowCacheBytes(rowCacheBytes).build();
    }

    @Override
    public RecordStore open(Path directory, WallClock clock) {
      return RocksRecordStore.open(directory, settings, clock, Metrics.none());
    }
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
      super(new Rocks(0));
    }
  }

  @Nested
  class ModelWithRowCacheOfFewRows extends ModelSuite {
    ModelWithRowCacheOfFewRows() {
      super(new Rocks(4 << 10));
    }
  }

  @Nested
  class Crashes extends CrashSuite {
    Crashes() {
      super(Rocks.class);
    }
  }
}
