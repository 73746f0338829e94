package network.wcn.adapter.quic.netty;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.wire.handshake.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * A link: connects, and connects again whenever the connection is lost, until it is closed.
 *
 * <pre>
 * CONNECTING -> OPEN <-> SUSPECTED
 *     ^          |           |
 *     |          v           v
 *     +------ WAITING <------+         any -> CLOSED
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class NettyRpcLink implements RpcLink {
  private final LinkTarget target;
  private final LinkSettings settings;
  private final NettyQuicSettings transport;
  private final Libp2pTls tls;
  private final TransportLoop loop;
  private final TransportMetrics metrics;
  private final CallSeries[] series;
  private final LongAdder linkCount;
  private final Consumer<NettyRpcLink> onClose;

  private final Queue<OutboundCall> asked = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAsking = new AtomicBoolean();
  private final Runnable beginAll = this::beginAll;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Condition changed = lock.newCondition();

  /** The connection that calls may use now. */
  private volatile @Nullable ClientConnection open;

  private volatile boolean isClosed;

  // Of the event loop only.
  private @Nullable ClientConnection current;
  private int callsUnderWay;

  NettyRpcLink(
      LinkTarget target,
      LinkSettings settings,
      NettyQuicSettings transport,
      Libp2pTls tls,
      TransportLoop loop,
      TransportMetrics metrics,
      Consumer<NettyRpcLink> onClose) {
    this.target = target;
    this.settings = settings;
    this.transport = transport;
    this.tls = tls;
    this.loop = loop;
    this.metrics = metrics;
    this.series = metrics.outboundCalls(target);
    this.linkCount = metrics.links(target);
    this.onClose = onClose;
  }

  void start() {
    linkCount.increment();
    loop.eventLoop().execute(this::connect);
  }

  private void connect() {
    if (!isClosed) {
      current = new ClientConnection(this, transport, tls, loop);
      current.connect();
    }
  }

  @Override
  public LinkTarget target() {
    return target;
  }

  LinkSettings settings() {
    return settings;
  }

  TransportLoop loop() {
    return loop;
  }

  CallSeries series(RpcMethod method) {
    return series[method.id()];
  }

  void countError(LinkFault.Kind kind, RpcMethod method) {
    metrics.outboundError(kind, target, method);
  }

  boolean hasCallsUnderWay() {
    return callsUnderWay > 0;
  }

  void callEnded() {
    callsUnderWay--;
  }

  /** Takes note that {@code connection} may be used (again). */
  void opened(ClientConnection connection) {
    if (connection == current && !isClosed) {
      setOpen(connection);
    }
  }

  /** Takes note that {@code connection} may be used no more for now. */
  void suspected(ClientConnection connection) {
    if (connection == current) {
      setOpen(null);
    }
  }

  /** Takes note that {@code connection} has come to its end, and makes another one later. */
  void lost(ClientConnection connection, LinkFault fault) {
    if (connection != current) {
      return;
    }
    setOpen(null);
    current = null;
    if (!isClosed) {
      metrics.connectionError(fault.kind(), target);
      loop.eventLoop()
          .schedule(this::connect, settings.reconnectInterval().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void setOpen(@Nullable ClientConnection connection) {
    lock.lock();
    try {
      open = connection;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return open != null && !isClosed;
  }

  @Override
  public void call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
    OutboundCall call = new OutboundCall(this, method, request, deadline, outcome);
    if (!isOpen()) {
      call.refused(notOpen());
    } else if (request.size() > FrameHeader.MAX_PAYLOAD_BYTES) {
      call.refused(
          new LinkFault(
              LinkFault.Kind.CODEC,
              "a request has at most %d bytes, got %d"
                  .formatted(FrameHeader.MAX_PAYLOAD_BYTES, request.size())));
    } else if (loop.isCurrent()) {
      begin(call);
    } else {
      asked.add(call);
      if (isAsking.compareAndSet(false, true)) {
        loop.eventLoop().execute(beginAll);
      }
    }
  }

  private void beginAll() {
    isAsking.set(false);
    for (OutboundCall call = asked.poll(); call != null; call = asked.poll()) {
      begin(call);
    }
  }

  private void begin(OutboundCall call) {
    ClientConnection connection = open;
    if (connection == null) {
      call.refused(notOpen());
    } else if (callsUnderWay >= settings.maxConcurrentRpcs()) {
      call.refused(
          new LinkFault(
              LinkFault.Kind.TOO_MANY_CALLS,
              "%d calls to %s are under way".formatted(callsUnderWay, target.address())));
    } else {
      callsUnderWay++;
      call.begin();
      connection.send(call);
    }
  }

  private LinkFault notOpen() {
    return isClosed
        ? new LinkFault(LinkFault.Kind.CLOSED, "the link to " + target.address() + " is closed")
        : new LinkFault(LinkFault.Kind.NOT_CONNECTED, "no connection to " + target.address());
  }

  @Override
  public FrameStream open(RpcMethod method, Deadline deadline) {
    CompletableFuture<FrameStream> opened = new CompletableFuture<>();
    loop.eventLoop()
        .execute(() -> {
          ClientConnection connection = open;
          try {
            if (connection == null) {
              throw notOpen();
            }
            NettyFrameStream frames = connection.open(method);
            if (!opened.complete(frames)) {
              frames.close();
            }
          } catch (LinkFault e) {
            countError(e.kind(), method);
            opened.completeExceptionally(e);
          }
        });
    try {
      return opened.get(deadline.remainingNanos(transport.ticker()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LinkFault fault
          ? fault
          : new LinkFault(LinkFault.Kind.QUIC, "cannot open a stream", e);
    } catch (TimeoutException e) {
      opened.cancel(false);
      throw new LinkFault(LinkFault.Kind.TIMEOUT, "no stream in time", e);
    } catch (InterruptedException e) {
      opened.cancel(false);
      Thread.currentThread().interrupt();
      throw new LinkFault(LinkFault.Kind.CLOSED, "interrupted while opening a stream", e);
    }
  }

  @Override
  public boolean awaitOpen(Deadline deadline) {
    lock.lock();
    try {
      while (open == null && !isClosed) {
        long left = deadline.remainingNanos(transport.ticker());
        if (left <= 0 || changed.awaitNanos(left) <= 0) {
          break;
        }
      }
      return open != null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    linkCount.decrement();
    onClose.accept(this);
    loop.eventLoop()
        .execute(() -> {
          if (current != null) {
            current.lose(new LinkFault(LinkFault.Kind.CLOSED, "the link was closed"));
          }
        });
  }
}
