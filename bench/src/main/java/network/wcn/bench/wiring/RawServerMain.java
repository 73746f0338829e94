package network.wcn.bench.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import network.wcn.adapter.quic.netty.NettyQuicSettings;
import network.wcn.adapter.quic.netty.NettyQuicTransport;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.ServerSettings;

/**
 * The answering process of a measurement of raw calls: nothing but the transport. Others serve
 * something likewise, see {@link #serve}.
 *
 * <p>Argument: bytes of the answer to a read. Prints its port and peer ID, then serves until its
 * standard input ends.
 */
public final class RawServerMain {
  private RawServerMain() {}

  public static void main(String[] arguments) throws IOException {
    serve(new Answering(Bytes.wrap(new byte[Integer.parseInt(arguments[0])])));
  }

  /** Prints port and peer ID, and answers with {@code service} until standard input ends. */
  public static void serve(RpcService service) throws IOException {
    SecretKey key = randomKey();
    try (NettyQuicTransport transport = new NettyQuicTransport(NettyQuicSettings.of(key));
        RpcServer server = transport.serve(settings(), List.of(service))) {
      System.out.println(server.port() + " " + key.peerId());
      while (System.in.read() >= 0) {
        // Whoever started us tells us to end by closing our input.
      }
    }
  }

  /** Returns an identity that nobody had before. */
  public static SecretKey randomKey() {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    new SecureRandom().nextBytes(seed);
    return new SecretKey(Bytes.wrap(seed));
  }

  private static ServerSettings settings() {
    return new ServerSettings(
        "primary",
        0,
        Duration.ofSeconds(10),
        100,
        100,
        100,
        10_000,
        Duration.ofSeconds(10),
        Priority.HIGH);
  }

  /** Answers reads with a value and writes with nothing. */
  private record Answering(Bytes value) implements RpcService {
    @Override
    public Api api() {
      return Api.DATABASE;
    }

    @Override
    public Admission admit(PeerId peer, InetAddress address) {
      return Admission.Accepted.INSTANCE;
    }

    @Override
    public void serve(InboundCall call) {
      call.answer(call.method().equals(StorageMethod.GET) ? value : Bytes.of((byte) 0));
    }
  }
}
