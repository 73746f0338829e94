package network.wcn.adapter.quic.netty;

import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.tck.rpc.RpcCallContract;

class SharedCallTest extends RpcCallContract {
  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }
}
