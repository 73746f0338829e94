package network.wcn.adapter.rocksdb;

import java.nio.file.Path;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.engine.StoreFormat;
import network.wcn.port.time.WallClock;

/** RocksDB as a kind of engine: opens stores with the same settings. */
public final class RocksStoreEngine implements StoreEngine {
  /** What our directories say of themselves. */
  static final StoreFormat FORMAT = new StoreFormat("wcn-rocksdb", 1);

  private static final String NAME = "rocksdb";

  private final RocksSettings settings;
  private final WallClock clock;
  private final Metrics metrics;

  public RocksStoreEngine(RocksSettings settings, WallClock clock, Metrics metrics) {
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int formatVersion() {
    return FORMAT.number();
  }

  @Override
  public CopyableStore open(Path directory) {
    return RocksRecordStore.open(directory, settings, clock, metrics);
  }

  @Override
  public ExportCursor examine(Path directory) {
    return RocksExamination.open(directory, settings);
  }
}
