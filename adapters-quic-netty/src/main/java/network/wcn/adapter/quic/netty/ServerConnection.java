package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.handshake.ConnectionStatus;
import network.wcn.wire.handshake.Preamble;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection.
 *
 * <pre>
 * HANDSHAKE --peer proven--> PREAMBLE --status 0--> ACCEPTED --> CLOSED
 *     \                          \--other status--> REFUSED  --> CLOSED
 *      \--no proof, or too slow--------------------------------> CLOSED
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class ServerConnection extends ChannelInboundHandlerAdapter {
  /** How long a refused peer may take to read its status and leave. */
  private static final long REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Streams that broke off leave a little memory behind, which ends with the connection. */
  private static final int MAX_BROKEN_STREAMS = 10_000;

  private enum State {
    HANDSHAKE,
    PREAMBLE,
    ACCEPTED,
    REFUSED,
    CLOSED
  }

  private final NettyRpcServer server;
  private final QuicChannel channel;
  private final InetAddress address;
  private final JointAnswers answers;
  private final List<QuicStreamChannel> early = new ArrayList<>();
  private final DeadlineWheel.Entry patience =
      new DeadlineWheel.Entry() {
        @Override
        void expired() {
          close();
        }
      };
  private State state = State.HANDSHAKE;
  private @Nullable PeerId peer;
  private @Nullable ServedApi served;
  private int brokenStreams;

  ServerConnection(NettyRpcServer server, QuicChannel channel, InetAddress address) {
    this.server = server;
    this.channel = channel;
    this.address = address;
    this.answers = JointAnswers.of(server.loop(), channel);
    DeadlineWheel wheel = server.loop().wheel();
    wheel.add(patience, wheel.nanos() + server.settings().handshakeTimeout().toNanos());
  }

  NettyRpcServer server() {
    return server;
  }

  /** Returns where streams that carry one call each hand over their answers. */
  JointAnswers answers() {
    return answers;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Optional<PeerId> proven = Libp2pTls.peer(channel);
    if (proven.isPresent() && state == State.HANDSHAKE) {
      peer = proven.get();
      state = State.PREAMBLE;
    } else {
      close();
    }
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    QuicStreamChannel stream = (QuicStreamChannel) message;
    if (stream.type() == QuicStreamType.UNIDIRECTIONAL) {
      stream.shutdownInput(0);
      return;
    }
    if (stream.streamId() == 0) {
      stream.pipeline().addLast(new PreambleStream(this));
      channel.eventLoop().register(stream);
    } else if (served == null) {
      early.add(stream);
    } else {
      begin(stream, served);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    state = State.CLOSED;
    server.loop().wheel().remove(patience);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close();
  }

  /** Takes the client's version, which is all it has sent yet if it is not ours. */
  void unsupportedVersion(QuicStreamChannel preamble) {
    refuse(preamble, new ConnectionStatus.UnsupportedProtocol());
  }

  /**
   * Takes the client's whole preamble.
   *
   * @param offersSharedStream whether the client can carry many calls in one stream
   */
  void requested(QuicStreamChannel preamble, byte[] bytes, boolean offersSharedStream) {
    if (state != State.PREAMBLE || peer == null) {
      return;
    }
    Optional<String> name = Preamble.requested(bytes, server.services().keySet());
    RpcService service = name.isEmpty() ? null : server.services().get(name.get());
    if (service == null) {
      refuse(preamble, new ConnectionStatus.UnknownApi());
      return;
    }
    switch (service.admit(peer, address)) {
      case Admission.Accepted _ -> accept(preamble, service, peer, offersSharedStream);
      case Admission.Rejected rejected ->
          refuse(preamble, new ConnectionStatus.Rejected(rejected.reason()));
    }
  }

  private void accept(
      QuicStreamChannel preamble, RpcService service, PeerId proven, boolean offersSharedStream) {
    state = State.ACCEPTED;
    server.loop().wheel().remove(patience);
    boolean shares = offersSharedStream && server.transport().sharedStreams();
    served =
        new ServedApi(
            server,
            service,
            proven,
            address.getHostAddress(),
            server
                .metrics()
                .inboundCalls(server.settings().name(), address.getHostAddress(), service.api()),
            server.newUnsent(),
            shares);
    ByteBuf status = preamble.alloc().directBuffer(ConnectionStatus.SIZE_BYTES * 2);
    status.writeInt(new ConnectionStatus.Accepted().code());
    if (shares) {
      status.writeBytes(Preamble.OFFER.unsafeArray());
    }
    preamble.writeAndFlush(status);
    for (QuicStreamChannel stream : early) {
      begin(stream, served);
    }
    early.clear();
  }

  private void refuse(QuicStreamChannel preamble, ConnectionStatus status) {
    state = State.REFUSED;
    ByteBuf bytes = preamble.alloc().directBuffer(ConnectionStatus.SIZE_BYTES);
    preamble.writeAndFlush(bytes.writeInt(status.code()));
    // Closing now would overtake the status, so let the client leave first.
    DeadlineWheel wheel = server.loop().wheel();
    wheel.remove(patience);
    wheel.add(patience, wheel.nanos() + REFUSAL_NANOS);
  }

  private void begin(QuicStreamChannel stream, ServedApi api) {
    stream.pipeline().addLast(new PlainInboundStream(this, api));
    channel.eventLoop().register(stream);
  }

  /** Notes that a stream ended without having been read to its end. */
  void streamBroke() {
    brokenStreams++;
    if (brokenStreams > MAX_BROKEN_STREAMS) {
      close();
    }
  }

  void close() {
    if (channel.isOpen()) {
      // Calls count as ended when their answers are handed over.
      answers.flushCollected();
      channel.close(true, 0, Unpooled.EMPTY_BUFFER);
    }
  }
}
