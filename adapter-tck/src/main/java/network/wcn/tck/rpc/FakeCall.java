package network.wcn.tck.rpc;

import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.time.Deadline;
import org.jspecify.annotations.Nullable;

/** A unary call of a {@link FakeRpcNetwork}, both ends of it. */
final class FakeCall implements InboundCall {
  private static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  private final FakeRpcNetwork network;
  private final FakeRpcLink link;
  private final FakeRpcServer server;
  private final RpcService service;
  private final PeerId caller;
  private final RpcMethod method;
  private final Bytes request;
  private final Deadline deadline;
  private final Deadline serverDeadline;
  private final CallOutcome outcome;
  private final AtomicBoolean isServed = new AtomicBoolean();
  private final AtomicBoolean isAnswered = new AtomicBoolean();
  private final AtomicBoolean isOver = new AtomicBoolean();

  FakeCall(
      FakeRpcNetwork network,
      FakeRpcLink link,
      FakeRpcServer server,
      RpcService service,
      PeerId caller,
      RpcMethod method,
      Bytes request,
      Deadline deadline,
      CallOutcome outcome) {
    this.network = network;
    this.link = link;
    this.server = server;
    this.service = service;
    this.caller = caller;
    this.method = method;
    this.request = request;
    this.deadline = deadline;
    this.serverDeadline =
        deadline.earlier(Deadline.after(network.ticker(), service.timeLimit(method)));
    this.outcome = outcome;
  }

  void begin() {
    network.add(this);
    network.deliver(caller, server.identity(), this::serve);
  }

  private void serve() {
    if (isOver.get()) {
      return;
    }
    if (!server.tryBegin()) {
      network.deliver(server.identity(), caller, () -> conclude(null));
      return;
    }
    isServed.set(true);
    try {
      service.serve(this);
    } catch (RuntimeException _) {
      fail();
    }
  }

  @Override
  public void answer(Bytes response) {
    finish(response.size() <= MAX_FRAME_BYTES ? response : null);
  }

  @Override
  public void fail() {
    finish(null);
  }

  private void finish(@Nullable Bytes response) {
    if (isAnswered.compareAndSet(false, true)) {
      server.end();
      network.deliver(server.identity(), caller, () -> conclude(response));
    }
  }

  private void conclude(@Nullable Bytes response) {
    if (response == null) {
      fail(LinkFault.Kind.STREAM_FINISHED, "ended without an answer");
    } else if (isOver.compareAndSet(false, true)) {
      forget();
      outcome.answered(response);
    }
  }

  /** Ends the call at the caller's end. */
  void fail(LinkFault.Kind kind, String message) {
    if (isOver.compareAndSet(false, true)) {
      forget();
      outcome.failed(new LinkFault(kind, message));
    }
  }

  private void forget() {
    network.remove(this);
    link.ended(this);
  }

  boolean isDue(long nanos) {
    return serverDeadline.tickNanos() - nanos <= 0;
  }

  /** Ends the call because its time is over, at the end whose time was shorter. */
  void expire() {
    boolean endedByServer = isServed.get() && serverDeadline.tickNanos() < deadline.tickNanos();
    if (isServed.get() && isAnswered.compareAndSet(false, true)) {
      server.end();
    }
    if (endedByServer) {
      fail(LinkFault.Kind.STREAM_FINISHED, "took longer than the server allows");
    } else {
      fail(LinkFault.Kind.TIMEOUT, "no answer in time");
    }
  }

  boolean isServedBy(FakeRpcServer candidate) {
    return server == candidate;
  }

  @Override
  public PeerId peer() {
    return caller;
  }

  @Override
  public RpcMethod method() {
    return method;
  }

  @Override
  public Bytes request() {
    return request;
  }

  @Override
  public Deadline deadline() {
    return serverDeadline;
  }
}
