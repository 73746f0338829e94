package network.wcn.app.db.wiring;

import dagger.Module;
import dagger.Provides;
import jakarta.inject.Singleton;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.adapter.rocksdb.RocksRecordStore;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.app.base.metrics.PrivateMetrics;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/** Chooses the adapters of a database. */
@Module
final class DatabaseModule {
  private DatabaseModule() {}

  @Provides
  @Singleton
  static Ticker ticker() {
    return Ticker.system();
  }

  @Provides
  @Singleton
  static WallClock clock() {
    return WallClock.system();
  }

  @Provides
  @Singleton
  static PrometheusMetrics metrics(Ticker ticker) {
    return new PrometheusMetrics(ticker);
  }

  @Provides
  @Singleton
  static RecordStore store(DatabaseSettings settings, WallClock clock, PrometheusMetrics metrics) {
    DatabaseSettings.RocksDb rocks = settings.rocksDb();
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
            .build();
    return RocksRecordStore.open(rocks.directory(), engine, clock, metrics);
  }

  @Provides
  @Singleton
  static RpcTransport transport(DatabaseSettings settings, PrometheusMetrics metrics) {
    PeerLabels shown = settings.peerLabels();
    return new NettyQuicTransport(
        NettyQuicSettings.of(settings.secretKey())
            .withMetrics(
                new PrivateMetrics(metrics, shown),
                shown == PeerLabels.NONE
                    ? network.wcn.adapter.quic.netty.PeerLabels.HIDDEN
                    : network.wcn.adapter.quic.netty.PeerLabels.SHOWN));
  }
}
