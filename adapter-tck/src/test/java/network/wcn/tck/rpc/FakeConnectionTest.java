package network.wcn.tck.rpc;

import java.time.Duration;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Ticker;

class FakeConnectionTest extends RpcConnectionContract {
  private final FakeRpcNetwork network = new FakeRpcNetwork();

  @Override
  protected RpcTransport newTransport(SecretKey identity) {
    return network.transport(identity.peerId());
  }

  @Override
  protected Ticker ticker() {
    return network.ticker();
  }

  @Override
  protected void letTimePass(Duration time) {
    network.advance(time);
  }
}
