package network.wcn.app.db.wiring;

import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.adapter.rocksdb.RocksStoreEngine;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.StorageBackend;
import network.wcn.domain.InvariantViolation;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.WallClock;

/** Makes the storage engine that the settings choose. */
public final class StoreEngines {
  private StoreEngines() {}

  /**
   * Returns the engine that {@code rocks} chooses, set up as it says.
   *
   * @param keepHistory whether nothing is forgotten unless it is asked for
   */
  public static StoreEngine of(
      DatabaseSettings.RocksDb rocks, boolean keepHistory, WallClock clock, Metrics metrics) {
    return switch (rocks.backend()) {
      case StorageBackend.BuiltIn.ROCKSDB -> rocksDb(rocks, keepHistory, clock, metrics);
      case StorageBackend.BuiltIn.LMDB -> new LmdbStoreEngine(lmdb(keepHistory), clock);
      case StorageBackend.Found found -> made(found, keepHistory, clock, metrics);
    };
  }

  /** Has an engine made that the class path adds. */
  static StoreEngine made(
      StorageBackend.Found found, boolean keepHistory, WallClock clock, Metrics metrics) {
    StoreEngine engine = found.maker().make(keepHistory, clock, metrics);
    if (!engine.name().equals(found.engineName())) {
      // Dumps know engines by their names, and would be restored with another one.
      throw new InvariantViolation(
          "the provider of " + found.engineName() + " made an engine named " + engine.name());
    }
    return engine;
  }

  private static LmdbSettings lmdb(boolean keepHistory) {
    LmdbSettings usual = LmdbSettings.DEFAULT;
    return keepHistory ? new LmdbSettings(usual.readers(), 0, usual.retention()) : usual;
  }

  private static StoreEngine rocksDb(
      DatabaseSettings.RocksDb rocks, boolean keepHistory, WallClock clock, Metrics metrics) {
    RocksSettings engine =
        RocksSettings.builder(Runtime.getRuntime().availableProcessors())
            .blockCacheBytes(rocks.blockCacheSize())
            .blockSizeBytes(rocks.blockSize())
            .rowCacheBytes(rocks.rowCacheSize())
            .writeBufferBytes(rocks.writeBufferSize())
            .writeBuffers(rocks.maxWriteBufferNumber())
            .writeBuffersToMerge(rocks.minWriteBufferNumberToMerge())
            .backgroundJobs(rocks.maxBackgroundJobs())
            .subcompactions(rocks.maxSubcompactions())
            .backgroundThreads(rocks.increaseParallelism())
            .backgroundBytesPerSecond(rocks.rateLimitBytesPerSecond())
            .statistics(rocks.enableMetrics())
            .keepHistory(keepHistory)
            .walRecovery(
                switch (rocks.walRecovery()) {
                  case REFUSE -> RocksSettings.WalRecovery.REFUSE;
                  case PREFIX -> RocksSettings.WalRecovery.KEEP_UNDAMAGED_PREFIX;
                })
            .build();
    return new RocksStoreEngine(engine, clock, metrics);
  }
}
