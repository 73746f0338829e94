package network.wcn.adapter.quic.netty;

import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.tck.rpc.RpcConnectionContract;

class SharedConnectionTest extends RpcConnectionContract {
  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }
}
