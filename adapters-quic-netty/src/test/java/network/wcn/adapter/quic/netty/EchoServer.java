package network.wcn.adapter.quic.netty;

import java.util.List;
import network.wcn.domain.api.StorageMethod;
import network.wcn.port.rpc.RpcServer;
import network.wcn.tck.rpc.RpcContractFixture;
import network.wcn.tck.rpc.TestService;

/** A process that echoes GET, keeps everything else to itself, and prints its port first. */
final class EchoServer extends RpcContractFixture {
  private EchoServer() {}

  @Override
  protected NettyQuicTransport newTransport(network.wcn.domain.identity.SecretKey identity) {
    return new NettyQuicTransport(NettyQuicSettings.of(identity));
  }

  /** Runs until it is killed; the argument is the port, 0 for any. */
  public static void main(String[] arguments) throws InterruptedException {
    TestService service =
        TestService.database()
            .serving(call -> {
              if (call.method().equals(StorageMethod.GET)) {
                call.answer(call.request());
              }
            });
    RpcServer server =
        new EchoServer()
            .serverTransport()
            .serve(roomyServer(Integer.parseInt(arguments[0])), List.of(service));
    System.out.println(server.port());
    Thread.currentThread().join();
  }
}
