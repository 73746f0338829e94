package network.wcn.client.wiring;

import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.RpcTransport;

/** Opens the transport that clients use unless they bring their own. */
public final class QuicTransports {
  private QuicTransports() {}

  /** Returns QUIC with the identity of {@code key}. */
  public static RpcTransport open(SecretKey key) {
    return new NettyQuicTransport(NettyQuicSettings.of(key));
  }
}
