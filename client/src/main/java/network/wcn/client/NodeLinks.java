package network.wcn.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.storage.StorageCodec;

/** One link to the coordinator of every node that may be asked. */
final class NodeLinks implements AutoCloseable {
  private final RpcTransport transport;
  private final LinkSettings settings;

  @GuardedBy("this")
  private boolean closed;

  /** Never changed in place: whoever calls reads it without a lock. */
  private volatile Map<ClientNode, RpcLink> links = Map.of();

  NodeLinks(RpcTransport transport, LinkSettings settings) {
    this.transport = transport;
    this.settings = settings;
  }

  /** Hears how a request ended: exactly one of its four endings is called, once. */
  interface StorageOutcome {
    PendingOperation pending();

    void served(Answer answer);

    void refused(Refusal refusal);

    void unreadable(String reason);

    void broken(LinkFault fault);
  }

  /** Links to {@code nodes} and to nobody else; links that stay are not touched. */
  synchronized void keep(Collection<ClientNode> nodes) {
    if (closed) {
      return;
    }
    Map<ClientNode, RpcLink> former = new HashMap<>(links);
    Map<ClientNode, RpcLink> next = new HashMap<>();
    for (ClientNode node : nodes) {
      if (!next.containsKey(node)) {
        RpcLink known = former.remove(node);
        next.put(node, known != null ? known : dial(node));
      }
    }
    links = Map.copyOf(next);
    former.values().forEach(RpcLink::close);
  }

  private RpcLink dial(ClientNode node) {
    return transport.dial(new LinkTarget(node.peer(), node.address(), Api.COORDINATOR), settings);
  }

  boolean isOpen(ClientNode node) {
    RpcLink link = links.get(node);
    return link != null && link.isOpen();
  }

  /** Returns how many links are open. */
  int openCount() {
    return (int) links.values().stream().filter(RpcLink::isOpen).count();
  }

  /** Sends the operation to {@code node}; never blocks. */
  void call(ClientNode node, StorageOutcome outcome) {
    RpcLink link = links.get(node);
    PendingOperation pending = outcome.pending();
    if (link == null) {
      outcome.broken(new LinkFault(LinkFault.Kind.NOT_CONNECTED, node + " has left the cluster"));
      return;
    }
    link.call(
        pending.method(),
        pending.request(),
        new Deadline(pending.call().deadlineNanos()),
        new Decoding(outcome));
  }

  /** Turns the bytes of an answer into what they mean. */
  private record Decoding(StorageOutcome outcome) implements CallOutcome {
    @Override
    public void answered(Bytes response) {
      StorageResponse decoded;
      try {
        decoded = StorageCodec.decodeResponse(outcome.pending().method(), response);
      } catch (MalformedMessage e) {
        outcome.unreadable(String.valueOf(e.getMessage()));
        return;
      }
      switch (decoded) {
        case StorageResponse.Succeeded(Answer answer, var _) -> outcome.served(answer);
        case StorageResponse.Refused(Refusal refusal) -> outcome.refused(refusal);
      }
    }

    @Override
    public void failed(LinkFault fault) {
      outcome.broken(fault);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    links.values().forEach(RpcLink::close);
    links = Map.of();
  }
}
