package network.wcn.adapter.quic.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;

/**
 * The transport over Netty's native QUIC (quiche and BoringSSL).
 *
 * <p>A server lives on one event loop; links take turns. Callbacks come on event loops, so with one
 * thread (the default) a server's call can be served by calls of links without any hand-off.
 *
 * @see "protocol/wire.md sections 2 to 4"
 */
public final class NettyQuicTransport implements RpcTransport {
  private static final long QUIET_MILLIS = 50;
  private static final long CLOSE_WAIT_SECONDS = 10;
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

  static {
    // Netty samples who allocates buffers, with a stack trace for each, unless told otherwise.
    if (System.getProperty(LEAK_DETECTION) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final NettyQuicSettings settings;
  private final Libp2pTls tls;
  private final TransportMetrics metrics;
  private final UnsentAnswers unsent;
  private final EventLoopGroup group;
  private final List<TransportLoop> loops = new ArrayList<>();
  private final AtomicInteger nextLoop = new AtomicInteger();
  private final Set<AutoCloseable> parts = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** Makes a fresh certificate and starts the event loops. */
  public NettyQuicTransport(NettyQuicSettings settings) {
    this.settings = settings;
    this.tls = new Libp2pTls(settings.identity());
    this.metrics = new TransportMetrics(settings.metrics(), settings.peerLabels());
    this.unsent = UnsentAnswers.ofTransport(settings.unsentAnswerBytes());
    metrics.unsent(unsent);
    this.group =
        new MultiThreadIoEventLoopGroup(
            settings.eventLoopThreads(),
            new DefaultThreadFactory("rpc", true),
            Datagrams.ioHandler());
    for (int i = 0; i < settings.eventLoopThreads(); i++) {
      EventLoop loop = group.next();
      loops.add(new TransportLoop(loop, settings.ticker()));
    }
  }

  @Override
  public RpcServer serve(ServerSettings server, List<RpcService> services) {
    checkOpen();
    NettyRpcServer started =
        new NettyRpcServer(
            server, services, settings, tls, nextLoop(), metrics, unsent, parts::remove);
    parts.add(started);
    return started;
  }

  @Override
  public RpcLink dial(LinkTarget target, LinkSettings link) {
    checkOpen();
    NettyRpcLink started =
        new NettyRpcLink(target, link, settings, tls, nextLoop(), metrics, parts::remove);
    parts.add(started);
    started.start();
    return started;
  }

  private TransportLoop nextLoop() {
    return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
  }

  private void checkOpen() {
    if (isClosed.get()) {
      throw new LinkFault(LinkFault.Kind.CLOSED, "the transport is closed");
    }
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    for (AutoCloseable part : List.copyOf(parts)) {
      switch (part) {
        case NettyRpcServer server -> server.close();
        case NettyRpcLink link -> link.close();
        default -> throw new IllegalStateException("unknown part " + part);
      }
    }
    group
        .shutdownGracefully(0, QUIET_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
