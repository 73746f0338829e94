package network.wcn.adapter.quic.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class NettyQuicTransportTest {
  private static final SecretKey SERVER = new SecretKey(Bytes.wrap(filled(1)));
  private static final SecretKey CLIENT = new SecretKey(Bytes.wrap(filled(2)));

  @Test
  void aCallIsAnswered() throws Exception {
    try (NettyQuicTransport there = new NettyQuicTransport(NettyQuicSettings.of(SERVER));
        NettyQuicTransport here = new NettyQuicTransport(NettyQuicSettings.of(CLIENT))) {
      RpcServer server =
          there.serve(
              new ServerSettings(
                  "primary",
                  0,
                  Duration.ofSeconds(2),
                  10,
                  10,
                  10,
                  100,
                  Duration.ZERO,
                  Priority.HIGH),
              List.of(new Echo()));
      RpcLink link =
          here.dial(
              new LinkTarget(
                  SERVER.peerId(),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                  Api.DATABASE),
              new LinkSettings(
                  Duration.ofSeconds(2),
                  Duration.ofMillis(100),
                  100,
                  Duration.ofSeconds(1),
                  Priority.HIGH));

      assertTrue(link.awaitOpen(in(5)));
      CompletableFuture<Bytes> answer = new CompletableFuture<>();
      link.call(
          StorageMethod.GET,
          Bytes.utf8("hello"),
          in(5),
          new CallOutcome() {
            @Override
            public void answered(Bytes response) {
              answer.complete(response);
            }

            @Override
            public void failed(LinkFault fault) {
              answer.completeExceptionally(fault);
            }
          });
      assertEquals(Bytes.utf8("hello"), answer.get(5, TimeUnit.SECONDS));
    }
  }

  private static Deadline in(int seconds) {
    return Deadline.after(Ticker.system(), Duration.ofSeconds(seconds));
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static final class Echo implements RpcService {
    @Override
    public Api api() {
      return Api.DATABASE;
    }

    @Override
    public Admission admit(PeerId peer, InetAddress address) {
      return peer.equals(CLIENT.peerId()) ? Admission.Accepted.INSTANCE : new Admission.Rejected(1);
    }

    @Override
    public void serve(InboundCall call) {
      call.answer(call.request());
    }
  }
}
