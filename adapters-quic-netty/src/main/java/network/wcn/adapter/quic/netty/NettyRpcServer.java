package network.wcn.adapter.quic.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;

/**
 * A bound socket with its connections, all on one event loop.
 *
 * <p>Life: serving, then draining (no new connections or calls), then closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class NettyRpcServer implements RpcServer {
  private static final long CLOSE_WAIT_SECONDS = 5;

  private final ServerSettings settings;
  private final NettyQuicSettings transport;
  private final TransportLoop loop;
  private final TransportMetrics metrics;
  private final Map<String, RpcService> services = new LinkedHashMap<>();
  private final ConnectionLimits limits;
  private final UnsentAnswers unsent;
  private final Metrics.Counter callsDropped;
  private final Metrics.Counter answersDropped;
  private final Metrics.Counter pauses;
  private final Runnable onClose;
  private final SocketEdge edge;
  private final Channel socket;

  // Of the event loop only.
  private final Set<ServerConnection> connections = new LinkedHashSet<>();
  private final List<CountDownLatch> drainWaiters = new ArrayList<>();
  private volatile int runningCalls;

  private volatile boolean isDraining;

  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAnswering = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final Runnable answerAll = this::answerAll;

  NettyRpcServer(
      ServerSettings settings,
      List<RpcService> offered,
      NettyQuicSettings transport,
      Libp2pTls tls,
      TransportLoop loop,
      TransportMetrics metrics,
      UnsentAnswers unsent,
      java.util.function.Consumer<NettyRpcServer> onClose) {
    this.settings = settings;
    this.transport = transport;
    this.loop = loop;
    this.metrics = metrics;
    this.unsent = unsent;
    this.answersDropped = metrics.answersDropped(settings.name());
    this.pauses = metrics.pauses(settings.name());
    this.limits = new ConnectionLimits(settings, transport.ticker());
    this.callsDropped = metrics.callsDropped(settings.name());
    this.onClose = () -> onClose.accept(this);
    for (RpcService service : offered) {
      if (services.put(service.api().wireName(), service) != null) {
        throw new IllegalArgumentException("two services for the API " + service.api());
      }
    }
    metrics.permits(settings.name(), () -> settings.maxConcurrentRpcs() - runningCalls);
    this.edge = new SocketEdge(loop, null);
    this.socket = bind(tls);
  }

  private Channel bind(Libp2pTls tls) {
    PacketSizes near = PacketSizes.withinMachine(settings.priority());
    ChannelInitializer<Channel> handlers =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(edge);
            if (near.areProbed()) {
              ChannelHandler nearCodec = codec(tls, near);
              channel.pipeline().addLast(new OriginFork(nearCodec), nearCodec);
            }
            channel.pipeline().addLast(codec(tls, PacketSizes.elsewhere()));
          }
        };
    Bootstrap bootstrap = Datagrams.socket(loop.eventLoop(), settings.priority(), near, handlers);
    io.netty.channel.ChannelFuture bound =
        bootstrap.bind(new InetSocketAddress("0.0.0.0", settings.port())).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new LinkFault(
          LinkFault.Kind.BIND,
          "cannot bind UDP port %d for the %s server: %s"
              .formatted(settings.port(), settings.name(), bound.cause()),
          bound.cause());
    }
    return bound.channel();
  }

  private ChannelHandler codec(Libp2pTls tls, PacketSizes sizes) {
    boolean neverIdle = settings.idleTimeout().isZero();
    Duration idle = neverIdle ? Duration.ZERO : longer(settings.idleTimeout());
    return Datagrams.parameters(
            new QuicServerCodecBuilder().sslContext(tls.server()),
            sizes,
            settings.maxConcurrentRpcs(),
            idle)
        .connectionIdAddressGenerator(new ConnectionIds())
        .tokenHandler(new RetryTokens(transport.ticker(), this::admit))
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, Datagrams.segments(sizes))
        .handler(
            new ChannelInitializer<QuicChannel>() {
              @Override
              protected void initChannel(QuicChannel channel) {
                accept(channel);
              }
            })
        .streamHandler(new NoStreams())
        .build();
  }

  private Duration longer(Duration idle) {
    return idle.compareTo(transport.idleTimeout()) > 0 ? idle : transport.idleTimeout();
  }

  private boolean admit(InetSocketAddress address) {
    if (isDraining) {
      return false;
    }
    ConnectionLimits.Verdict verdict = limits.admit(address.getAddress());
    if (verdict != ConnectionLimits.Verdict.ADMITTED) {
      metrics.connectionDropped(verdict.metricReason(), settings.name());
      return false;
    }
    return true;
  }

  private void accept(QuicChannel channel) {
    InetSocketAddress address = (InetSocketAddress) channel.remoteSocketAddress();
    if (address == null) {
      throw new IllegalStateException("a connection that comes from nowhere");
    }
    ServerConnection connection = new ServerConnection(this, channel, address.getAddress());
    connections.add(connection);
    channel.pipeline().addLast(connection);
    channel
        .closeFuture()
        .addListener(_ -> {
          connections.remove(connection);
          limits.release(address.getAddress());
        });
  }

  ServerSettings settings() {
    return settings;
  }

  NettyQuicSettings transport() {
    return transport;
  }

  TransportLoop loop() {
    return loop;
  }

  TransportMetrics metrics() {
    return metrics;
  }

  /** Returns the count of unsent answers of a new connection. */
  UnsentAnswers newUnsent() {
    return unsent.ofConnection(answersDropped);
  }

  /** Notes that requests of a connection are not read for a while. */
  void paused() {
    pauses.increment();
  }

  /** Returns the APIs by their names on the wire. */
  Map<String, RpcService> services() {
    return services;
  }

  /** Counts a call that begins; false, and counted as dropped, if there are too many. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the event loop only.
  boolean tryBeginCall() {
    if (isDraining || runningCalls >= settings.maxConcurrentRpcs()) {
      return dropCall();
    }
    runningCalls++;
    return true;
  }

  /** Counts a call that is refused before it begins; returns false. */
  boolean dropCall() {
    callsDropped.increment();
    return false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the event loop only.
  void endCall() {
    runningCalls--;
    releaseDrained();
  }

  /** Runs {@code answer} on the event loop soon, together with others; from any thread. */
  void answerSoon(Runnable answer) {
    answers.add(answer);
    if (isAnswering.compareAndSet(false, true)) {
      loop.eventLoop().execute(answerAll);
    }
  }

  private void answerAll() {
    isAnswering.set(false);
    for (Runnable next = answers.poll(); next != null; next = answers.poll()) {
      next.run();
    }
  }

  @Override
  public int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  @Override
  public boolean drain(Deadline deadline) {
    CountDownLatch drained = new CountDownLatch(1);
    isDraining = true;
    loop.eventLoop()
        .execute(() -> {
          isDraining = true;
          drainWaiters.add(drained);
          releaseDrained();
        });
    try {
      return drained.await(deadline.remainingNanos(transport.ticker()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void releaseDrained() {
    if (isDraining && runningCalls == 0) {
      drainWaiters.forEach(CountDownLatch::countDown);
      drainWaiters.clear();
    }
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    isDraining = true;
    onClose.run();
    loop.eventLoop()
        .execute(() -> {
          List.copyOf(connections).forEach(ServerConnection::close);
          edge.flushCollected();
          socket.close();
        });
    if (!loop.isCurrent()) {
      socket.closeFuture().awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Never used: connections set up their streams themselves. */
  @ChannelHandler.Sharable
  private static final class NoStreams extends io.netty.channel.ChannelInboundHandlerAdapter {}
}
