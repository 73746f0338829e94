package network.wcn.app.db.wiring;

import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.adapter.rocksdb.RocksStoreEngine;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.WallClock;

/** Makes the storage engine that the settings choose. */
public final class StoreEngines {
  private StoreEngines() {}

  /**
   * Returns RocksDB, set up as {@code rocks} says.
   *
   * @param keepHistory whether nothing is forgotten unless it is asked for
   */
  public static StoreEngine of(
      DatabaseSettings.RocksDb rocks, boolean keepHistory, WallClock clock, Metrics metrics) {
    RocksSettings engine =
        RocksSettings.builder(Runtime.getRuntime().availableProcessors())
            .blockCacheBytes(rocks.blockCacheSize())
            .blockSizeBytes(rocks.blockSize())
            .writeBufferBytes(rocks.writeBufferSize())
            .writeBuffers(rocks.maxWriteBufferNumber())
            .writeBuffersToMerge(rocks.minWriteBufferNumberToMerge())
            .backgroundJobs(rocks.maxBackgroundJobs())
            .subcompactions(rocks.maxSubcompactions())
            .backgroundThreads(rocks.increaseParallelism())
            .backgroundBytesPerSecond(rocks.rateLimitBytesPerSecond())
            .statistics(rocks.enableMetrics())
            .keepHistory(keepHistory)
            .build();
    return new RocksStoreEngine(engine, clock, metrics);
  }
}
