package network.wcn.adapter.lmdb;

import java.nio.file.Path;
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

/** LMDB keeps the contract of a storage engine. */
final class LmdbRecordStoreTest {
  private static final StoreFactory LMDB = new Lmdb();

  private static final class Lmdb implements StoreFactory {
    @Override
    public RecordStore open(Path directory, WallClock clock) {
      return LmdbRecordStore.open(directory, LmdbSettings.DEFAULT, clock);
    }
  }

  @Nested
  class Merging extends MergeSuite {
    Merging() {
      super(LMDB);
    }
  }

  @Nested
  class Maps extends MapSuite {
    Maps() {
      super(LMDB);
    }
  }

  @Nested
  class Exports extends ExportSuite {
    Exports() {
      super(LMDB);
    }
  }

  @Nested
  class Life extends LifeSuite {
    Life() {
      super(LMDB);
    }
  }

  @Nested
  class Model extends ModelSuite {
    Model() {
      super(LMDB);
    }
  }

  @Nested
  class Crashes extends CrashSuite {
    Crashes() {
      super(Lmdb.class);
    }
  }
}
