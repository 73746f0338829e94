package network.wcn.app.node.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;

/**
 * Links to the nodes of all other operators, kept as the view says; our own operator is reached
 * through its database at once, without a detour over the network of nodes.
 *
 * <p>Only addresses of the current view are dialled, and each node must prove the peer ID listed
 * there.
 */
final class ClusterLinks implements Replicas, ClusterTracker.Listener, AutoCloseable {
  private static final Duration REPLICA_CALL = Duration.ofSeconds(2);
  private static final LinkSettings SETTINGS =
      new LinkSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          10_000,
          Duration.ofSeconds(2),
          Priority.HIGH);

  private final PeerId self;
  private final NodeAddresses addresses;
  private final RpcTransport transport;
  private final OwnDatabase database;
  private final Ticker ticker;
  private final Map<LinkTarget, RpcLink> open = new HashMap<>();
  private volatile Known known = new Known(OptionalInt.empty(), List.of());

  /** Who is reached how, at one version of the view. */
  private record Known(OptionalInt ownSlot, List<OperatorLink> bySlot) {
    boolean isOwn(int slot) {
      return ownSlot.isPresent() && ownSlot.getAsInt() == slot;
    }
  }

  ClusterLinks(
      PeerId self,
      NodeAddresses addresses,
      RpcTransport transport,
      OwnDatabase database,
      Ticker ticker) {
    this.self = self;
    this.addresses = addresses;
    this.transport = transport;
    this.database = database;
    this.ticker = ticker;
  }

  @Override
  public synchronized void onView(ClusterView view, Optional<ContractEvent> change) {
    OptionalInt ownSlot = view.slotOfNode(self);
    Map<LinkTarget, RpcLink> wanted = new HashMap<>();
    List<OperatorLink> bySlot = new ArrayList<>();
    for (int slot = 0; slot < view.operators().size(); slot++) {
      List<RpcLink> nodes = new ArrayList<>();
      if (ownSlot.isEmpty() || ownSlot.getAsInt() != slot) {
        for (NodeEndpoint node : view.nodes(slot)) {
          InetSocketAddress address = addresses.primary(node);
          if (address.getPort() > 0) {
            LinkTarget target = new LinkTarget(node.peerId(), address, Api.REPLICA);
            nodes.add(wanted.computeIfAbsent(target, this::linkTo));
          }
        }
      }
      bySlot.add(new OperatorLink(nodes, ticker));
    }
    known = new Known(ownSlot, List.copyOf(bySlot));
    open.forEach((target, link) -> {
      if (!wanted.containsKey(target)) {
        link.close();
      }
    });
    open.clear();
    open.putAll(wanted);
  }

  private RpcLink linkTo(LinkTarget target) {
    RpcLink existing = open.get(target);
    return existing != null ? existing : transport.dial(target, SETTINGS);
  }

  @Override
  public void ask(
      int slot,
      StorageRequest request,
      Bytes payload,
      Deadline operation,
      Consumer<ReplicaReply> reply) {
    RpcMethod method = StorageCodec.method(request.operation());
    OperatorLink.Listener listener = Replicas.decoding(method, reply);
    Deadline deadline = Deadline.after(ticker, REPLICA_CALL).earlier(operation);
    Known now = known;
    if (now.isOwn(slot)) {
      database.call(method, payload, deadline, listener);
    } else if (slot < now.bySlot().size()) {
      now.bySlot().get(slot).call(method, payload, deadline, listener);
    } else {
      // The operation keeps to a view that has more operators than the newest one.
      listener.failed(ReplicaReply.Reason.UNREACHABLE);
    }
  }

  @Override
  public boolean isReachable(int slot) {
    Known now = known;
    return now.isOwn(slot)
        ? database.isReachable()
        : slot < now.bySlot().size() && now.bySlot().get(slot).isReachable();
  }

  @Override
  public OptionalInt ownSlot() {
    return known.ownSlot();
  }

  @Override
  public synchronized void close() {
    open.values().forEach(RpcLink::close);
    open.clear();
    known = new Known(OptionalInt.empty(), List.of());
  }
}
