package network.wcn.client.wiring;

import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.adapter.quic.netty.PeerLabels;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.RpcTransport;

/** Opens the transport that clients use unless they bring their own. */
public final class QuicTransports {
  private QuicTransports() {}

  /** Returns QUIC with the identity of {@code key}. */
  public static RpcTransport open(SecretKey key) {
    return open(key, Metrics.none());
  }

  /** Returns the same, counted in {@code metrics}, which do not tell peers apart. */
  public static RpcTransport open(SecretKey key, Metrics metrics) {
    return new NettyQuicTransport(
        NettyQuicSettings.of(key).withMetrics(metrics, PeerLabels.HIDDEN));
  }
}
