package network.wcn.app.node.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/**
 * The nodes of one operator, taken in turns: any of them reaches the operator's database.
 *
 * <p>A turn is a tenth of a second, not a call, as calls that travel together cost a fraction of
 * what they cost alone, on the way to the node and from there to the database. Whoever has the turn
 * gets every call until {@value #CALLS_IN_COMPANY} are under way there, and only then the next node
 * gets some.
 *
 * <p>A call that breaks off goes to another node of the operator while time is left; operations
 * carry their versions, so nothing happens twice. Safe for use by many threads.
 */
final class OperatorLink {
  /** How many calls a node gets at once before the next one gets any. */
  private static final int CALLS_IN_COMPANY = 128;

  private static final long TURN_NANOS = 100_000_000;

  private final List<RpcLink> nodes;
  private final AtomicIntegerArray underWay;
  private final Ticker ticker;
  private final AtomicInteger streams = new AtomicInteger();

  OperatorLink(List<RpcLink> nodes, Ticker ticker) {
    this.nodes = List.copyOf(nodes);
    this.underWay = new AtomicIntegerArray(nodes.size());
    this.ticker = ticker;
  }

  /** Hears how a call ended, once. */
  interface Listener {
    void answered(Bytes response);

    void failed(ReplicaReply.Reason reason);
  }

  /** Returns whether a node of the operator is connected. */
  boolean isReachable() {
    for (RpcLink node : nodes) {
      if (node.isOpen()) {
        return true;
      }
    }
    return false;
  }

  /** Waits until a node of the operator is connected, at most until {@code deadline}. */
  void awaitReachable(Deadline deadline) {
    for (RpcLink node : nodes) {
      if (isReachable() || node.awaitOpen(deadline)) {
        return;
      }
    }
  }

  /** Calls any node. Never blocks. */
  void call(RpcMethod method, Bytes request, Deadline deadline, Listener listener) {
    new Attempt(method, request, deadline, listener, nodeToAsk())
        .tryNext(ReplicaReply.Reason.UNREACHABLE);
  }

  /** Returns the first connected node in turn that has room for company, else the one in turn. */
  private int nodeToAsk() {
    int count = nodes.size();
    int inTurn = count < 2 ? 0 : Math.floorMod(ticker.nanos() / TURN_NANOS, count);
    for (int i = 0; i < count; i++) {
      int node = (inTurn + i) % count;
      if (underWay.get(node) < CALLS_IN_COMPANY && nodes.get(node).isOpen()) {
        return node;
      }
    }
    return inTurn;
  }

  /** Returns one connected node, in turns, for calls with many frames. */
  Optional<RpcLink> anyOpen() {
    int first = streams.getAndIncrement();
    for (int i = 0; i < nodes.size(); i++) {
      RpcLink node = nodes.get(Math.floorMod(first + i, nodes.size()));
      if (node.isOpen()) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /** One call on its way through the nodes. */
  private final class Attempt implements CallOutcome {
    private final RpcMethod method;
    private final Bytes request;
    private final Deadline deadline;
    private final Listener listener;
    private final int first;
    private int tried;
    private int asked;

    Attempt(RpcMethod method, Bytes request, Deadline deadline, Listener listener, int first) {
      this.method = method;
      this.request = request;
      this.deadline = deadline;
      this.listener = listener;
      this.first = first;
    }

    /** Calls the next connected node, or fails for {@code reason} if there is none. */
    void tryNext(ReplicaReply.Reason reason) {
      while (tried < nodes.size()) {
        asked = (first + tried++) % nodes.size();
        RpcLink node = nodes.get(asked);
        if (node.isOpen()) {
          underWay.incrementAndGet(asked);
          node.call(method, request, deadline, this);
          return;
        }
      }
      listener.failed(reason);
    }

    @Override
    public void answered(Bytes response) {
      underWay.decrementAndGet(asked);
      listener.answered(response);
    }

    @Override
    public void failed(LinkFault fault) {
      underWay.decrementAndGet(asked);
      ReplicaReply.Reason reason = reasonOf(fault);
      if (reason == ReplicaReply.Reason.TIMED_OUT || deadline.hasPassed(ticker)) {
        listener.failed(ReplicaReply.Reason.TIMED_OUT);
      } else {
        tryNext(reason);
      }
    }
  }

  private static ReplicaReply.Reason reasonOf(LinkFault fault) {
    return switch (fault.kind()) {
      case NOT_CONNECTED,
          CONNECT,
          WRONG_PEER_ID,
          EXTRACT_PEER_ID,
          REJECTED,
          UNSUPPORTED_PROTOCOL,
          UNKNOWN_API,
          UNKNOWN_STATUS,
          TOO_MANY_CALLS,
          BIND,
          CLOSED ->
          ReplicaReply.Reason.UNREACHABLE;
      case TIMEOUT -> ReplicaReply.Reason.TIMED_OUT;
      case CONNECTION, QUIC, STREAM_FINISHED, CODEC, IO -> ReplicaReply.Reason.BROKEN;
    };
  }
}
