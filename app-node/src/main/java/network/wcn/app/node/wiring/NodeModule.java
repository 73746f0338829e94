package network.wcn.app.node.wiring;

import dagger.Module;
import dagger.Provides;
import jakarta.inject.Singleton;
import java.util.List;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Problem;
import network.wcn.app.base.lifecycle.StartFailure;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.app.base.metrics.PrivateMetrics;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.node.NodeSettings;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.wire.onchain.OnChainData;

/** Chooses the adapters of a node. */
@Module
final class NodeModule {
  private NodeModule() {}

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
  static ContractDataReader onChainData(NodeSettings settings) {
    return new OnChainData(settings.chain().encryptionKey());
  }

  @Provides
  @Singleton
  static ClusterContract contract(NodeSettings settings, PrometheusMetrics metrics) {
    try {
      return Chains.open(settings.chain().settings(), metrics);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblems(
          List.of(
              new Problem("RPC_PROVIDER_URL", "cannot be used", String.valueOf(e.getMessage()))));
    } catch (ChainFault e) {
      throw new StartFailure("Failed to reach the signer", e);
    }
  }

  @Provides
  @Singleton
  static RpcTransport transport(NodeSettings settings, PrometheusMetrics metrics) {
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
