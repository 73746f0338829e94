package network.wcn.app.db.wiring;

import dagger.Module;
import dagger.Provides;
import jakarta.inject.Singleton;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.app.base.metrics.PrivateMetrics;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.rpc.RpcTransport;
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
  static StoreEngine engine(DatabaseSettings settings, WallClock clock, PrometheusMetrics metrics) {
    return StoreEngines.of(
        settings.rocksDb(), settings.operations().gc().keepHistory(), clock, metrics);
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
