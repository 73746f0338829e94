package network.wcn.app.node.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>A call that breaks off goes to another node of the operator while time is left; operations
 * carry their versions, so nothing happens twice. Safe for use by many threads.
 */
final class OperatorLink {
  private final List<RpcLink> nodes;
  private final Ticker ticker;
  private final AtomicInteger turn = new AtomicInteger();

  OperatorLink(List<RpcLink> nodes, Ticker ticker) {
    this.nodes = List.copyOf(nodes);
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

  /** Calls any node. Never blocks. */
  void call(RpcMethod method, Bytes request, Deadline deadline, Listener listener) {
    int first = turn.getAndIncrement();
    new Attempt(
            method, request, deadline, listener, Math.floorMod(first, Math.max(1, nodes.size())))
        .tryNext(ReplicaReply.Reason.UNREACHABLE);
  }

  /** Returns one connected node, in turns, for calls with many frames. */
  Optional<RpcLink> anyOpen() {
    int first = turn.getAndIncrement();
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
        RpcLink node = nodes.get((first + tried++) % nodes.size());
        if (node.isOpen()) {
          node.call(method, request, deadline, this);
          return;
        }
      }
      listener.failed(reason);
    }

    @Override
    public void answered(Bytes response) {
      listener.answered(response);
    }

    @Override
    public void failed(LinkFault fault) {
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
