package network.wcn.adapter.lmdb;

import network.wcn.tck.storage.ExportSuite;
import network.wcn.tck.storage.LifeSuite;
import network.wcn.tck.storage.MapSuite;
import network.wcn.tck.storage.MergeSuite;
import network.wcn.tck.storage.ModelSuite;
import network.wcn.tck.storage.StoreFactory;
import org.junit.jupiter.api.Nested;

/** LMDB keeps the contract of a storage engine. */
final class LmdbRecordStoreTest {
  private static final StoreFactory LMDB =
      (directory, clock) -> LmdbRecordStore.open(directory, LmdbSettings.DEFAULT, clock);

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
}
