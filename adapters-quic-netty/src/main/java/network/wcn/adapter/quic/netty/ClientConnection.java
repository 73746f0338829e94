package network.wcn.adapter.quic.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.wire.handshake.ConnectionStatus;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one connection, from the first packet until it is lost; a link makes a new
 * one then.
 *
 * <pre>
 * CONNECTING --peer proven--> ASKING --status 0--> ACCEPTED --> LOST
 *      \-------------------------\---------------------------> LOST
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class ClientConnection extends ChannelInboundHandlerAdapter
    implements SocketEdge.Listener, PeerWatch.Watched {
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  private enum State {
    CONNECTING,
    ASKING,
    ACCEPTED,
    LOST
  }

  private final NettyRpcLink link;
  private final NettyQuicSettings transport;
  private final Libp2pTls tls;
  private final TransportLoop loop;
  private final PeerWatch watch;
  private final DeadlineWheel.Entry patience =
      new DeadlineWheel.Entry() {
        @Override
        void expired() {
          lose(new LinkFault(LinkFault.Kind.TIMEOUT, target() + " did not accept us in time"));
        }
      };
  private final PacketSizes sizes;
  private final SocketEdge edge;

  private State state = State.CONNECTING;
  private @Nullable Channel socket;
  private @Nullable QuicChannel quic;
  private @Nullable StatusStream status;
  private @Nullable ClientStreams streams;
  private @Nullable QuicConnectionCloseEvent closeEvent;
  private java.util.concurrent.@Nullable Future<?> pings;

  ClientConnection(
      NettyRpcLink link, NettyQuicSettings transport, Libp2pTls tls, TransportLoop loop) {
    this.link = link;
    this.transport = transport;
    this.tls = tls;
    this.loop = loop;
    this.sizes = PacketSizes.of(link.settings().priority(), link.target().address());
    Duration idle = link.settings().idleTimeout();
    Duration silence = idle.compareTo(LEAST_PATIENCE) > 0 ? idle : LEAST_PATIENCE;
    this.watch = new PeerWatch(loop.wheel(), this, silence.toNanos());
    this.edge = new SocketEdge(loop, this);
  }

  /** Begins to connect; the link hears of the end of it. */
  void connect() {
    DeadlineWheel wheel = loop.wheel();
    wheel.add(patience, wheel.nanos() + link.settings().connectTimeout().toNanos());
    Datagrams.socket(loop.eventLoop(), link.settings().priority(), sizes, socketHandlers())
        .connect(target().address())
        .addListener((ChannelFuture connected) -> socketReady(connected));
  }

  private ChannelInitializer<Channel> socketHandlers() {
    Duration idle = link.settings().idleTimeout();
    QuicClientCodecBuilder codec =
        Datagrams.parameters(
            new QuicClientCodecBuilder().sslEngineProvider(tls::clientEngine),
            sizes,
            link.settings().maxConcurrentRpcs(),
            idle.compareTo(transport.idleTimeout()) > 0 ? idle : transport.idleTimeout());
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(edge, codec.build());
      }
    };
  }

  private void socketReady(ChannelFuture connected) {
    socket = connected.channel();
    if (!connected.isSuccess() || state == State.LOST) {
      lose(fault(LinkFault.Kind.CONNECT, connected.cause()));
      socket.close();
      return;
    }
    QuicChannel.newBootstrap(socket)
        .handler(this)
        .streamHandler(new ChannelInboundHandlerAdapter())
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, Datagrams.segments(sizes))
        .remoteAddress(target().address())
        .connect()
        .addListener((Future<QuicChannel> handshake) -> handshakeOver(handshake));
  }

  private void handshakeOver(Future<QuicChannel> handshake) {
    if (!handshake.isSuccess()) {
      lose(fault(LinkFault.Kind.CONNECTION, handshake.cause()));
      return;
    }
    quic = handshake.getNow();
    if (state == State.LOST) {
      shut();
      return;
    }
    Optional<PeerId> peer = Libp2pTls.peer(quic);
    if (peer.isEmpty()) {
      lose(new LinkFault(LinkFault.Kind.EXTRACT_PEER_ID, target() + " proved no peer ID"));
    } else if (!peer.get().equals(target().peer())) {
      lose(
          new LinkFault(
              LinkFault.Kind.WRONG_PEER_ID, "wanted " + target() + ", got peer " + peer.get()));
    } else {
      state = State.ASKING;
      status = new StatusStream(this, target().api().wireName(), transport.sharedStreams());
      quic.createStream(QuicStreamType.BIDIRECTIONAL, status);
    }
  }

  LinkTarget target() {
    return link.target();
  }

  /**
   * Takes the server's answer to the preamble.
   *
   * @param sharesStreams whether the server can carry many calls in one stream, too
   */
  void answered(ConnectionStatus answer, boolean sharesStreams) {
    if (state != State.ASKING) {
      return;
    }
    switch (answer) {
      case ConnectionStatus.Accepted _ -> accepted(sharesStreams);
      case ConnectionStatus.UnsupportedProtocol _ ->
          refused(LinkFault.Kind.UNSUPPORTED_PROTOCOL, "does not speak our protocol version");
      case ConnectionStatus.UnknownApi _ ->
          refused(LinkFault.Kind.UNKNOWN_API, "does not offer that API");
      case ConnectionStatus.Unauthorized _ ->
          refused(LinkFault.Kind.REJECTED, "says we are not authorized");
      case ConnectionStatus.Rejected rejected ->
          refused(LinkFault.Kind.REJECTED, "rejected us, reason " + rejected.reason());
      case ConnectionStatus.Undefined undefined ->
          refused(LinkFault.Kind.UNKNOWN_STATUS, "answered status " + undefined.code());
    }
  }

  private void refused(LinkFault.Kind kind, String what) {
    lose(new LinkFault(kind, target() + " " + what));
  }

  private void accepted(boolean sharesStreams) {
    state = State.ACCEPTED;
    if (quic != null) {
      streams = new ClientStreams(quic, link, this, sharesStreams);
    }
    loop.wheel().remove(patience);
    long interval = transport.pingInterval().toNanos();
    pings =
        loop.eventLoop()
            .scheduleWithFixedDelay(
                () -> watch.pingIfSilentFor(interval / 2),
                interval,
                interval,
                TimeUnit.NANOSECONDS);
    link.opened(this);
  }

  /** Sends a call that has begun. */
  void send(OutboundCall call) {
    watch.expecting();
    if (streams != null) {
      streams.send(call);
    } else {
      call.failed(notAccepted());
    }
  }

  /** Opens a call with many frames. */
  NettyFrameStream open(RpcMethod method) {
    if (streams == null) {
      throw notAccepted();
    }
    return streams.open(method);
  }

  private LinkFault notAccepted() {
    return new LinkFault(LinkFault.Kind.NOT_CONNECTED, target() + " has not accepted us");
  }

  @Override
  public boolean expectsAnswers() {
    return link.hasCallsUnderWay();
  }

  @Override
  public void ping() {
    if (status != null) {
      status.ping();
    }
  }

  @Override
  public void suspected() {
    link.suspected(this);
  }

  @Override
  public void trustedAgain() {
    if (state == State.ACCEPTED) {
      link.opened(this);
    }
  }

  @Override
  public void givenUp() {
    lose(new LinkFault(LinkFault.Kind.CONNECTION, target() + " has fallen silent"));
  }

  @Override
  public void heard() {
    watch.heard();
  }

  @Override
  public void unreachable(Throwable cause) {
    lose(fault(LinkFault.Kind.CONNECTION, cause));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicConnectionCloseEvent closed) {
      closeEvent = closed;
      context.channel().attr(NettyFrameStream.CONNECTION_ENDS).set(true);
    } else if (event instanceof QuicStreamLimitChangedEvent && streams != null) {
      streams.limitChanged();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean refused =
        state == State.ASKING
            && closeEvent != null
            && closeEvent.isApplicationClose()
            && closeEvent.error() == 0;
    lose(
        refused
            ? new LinkFault(LinkFault.Kind.REJECTED, target() + " refused us without a reason")
            : new LinkFault(
                LinkFault.Kind.CONNECTION, target() + " is lost, closed with " + closeEvent));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lose(fault(LinkFault.Kind.QUIC, cause));
  }

  /** Ends the connection, which fails its calls, and tells the link; a second call does nothing. */
  void lose(LinkFault fault) {
    if (state == State.LOST) {
      return;
    }
    state = State.LOST;
    loop.wheel().remove(patience);
    watch.stop();
    if (pings != null) {
      pings.cancel(false);
    }
    // First, so that whoever hears of a failed call does not choose this link again.
    link.lost(this, fault);
    if (streams != null) {
      streams.failAll(fault);
    }
    shut();
  }

  private void shut() {
    if (quic != null && quic.isOpen()) {
      quic.close(true, 0, Unpooled.EMPTY_BUFFER);
    }
    if (socket != null) {
      edge.flushCollected();
      socket.close();
    }
  }

  private LinkFault fault(LinkFault.Kind kind, @Nullable Throwable cause) {
    return new LinkFault(kind, "cannot talk to " + target() + ": " + cause, orElse(cause));
  }

  private static Throwable orElse(@Nullable Throwable cause) {
    return cause == null ? new IllegalStateException("no cause given") : cause;
  }
}
