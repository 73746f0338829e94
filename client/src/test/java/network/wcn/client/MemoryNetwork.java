package network.wcn.client;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.ClusterMethod;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.ClusterJson;
import network.wcn.wire.json.ClusterStreamItem;
import network.wcn.wire.storage.StorageCodec;
import org.jspecify.annotations.Nullable;

/** Nodes in memory that share one store; each can be dead, mute or unwilling. */
final class MemoryNetwork implements RpcTransport {
  final Set<InetSocketAddress> dead = ConcurrentHashMap.newKeySet();
  final Set<InetSocketAddress> mute = ConcurrentHashMap.newKeySet();
  final Map<InetSocketAddress, Refusal> refusing = new ConcurrentHashMap<>();
  final Set<InetSocketAddress> asked = ConcurrentHashMap.newKeySet();
  private final MemoryStore store = new MemoryStore();
  private final BlockingQueue<Bytes> events = new LinkedBlockingQueue<>();
  private volatile @Nullable ContractView view;

  /** Lets the nodes answer {@code next} from now on. */
  void show(ContractView next) {
    view = next;
  }

  /** Tells the subscribers that the cluster changed. */
  void announce(ClusterStreamItem item) {
    events.add(ClusterJson.encodeStreamItem(item));
  }

  @Override
  public RpcServer serve(ServerSettings settings, List<RpcService> services) {
    throw new UnsupportedOperationException("nobody calls a client");
  }

  @Override
  public RpcLink dial(LinkTarget target, LinkSettings settings) {
    return new Link(target);
  }

  @Override
  public void close() {}

  private Bytes answer(Api api, RpcMethod method, Bytes request) {
    if (api != Api.CLUSTER) {
      return StorageCodec.encodeResponse(
          StorageResponse.of(store.apply(StorageCodec.decodeRequest(method, request).operation())));
    }
    ContractView current = view;
    if (current == null) {
      throw new IllegalStateException("this network has no view");
    }
    return ClusterJson.encodeView(new ApiResult.Ok<>(current));
  }

  private final class Link implements RpcLink {
    private final LinkTarget target;
    private volatile boolean closed;

    Link(LinkTarget target) {
      this.target = target;
    }

    @Override
    public LinkTarget target() {
      return target;
    }

    @Override
    public boolean isOpen() {
      return !closed && !dead.contains(target.address());
    }

    @Override
    public void call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
      asked.add(target.address());
      Refusal refusal = refusing.get(target.address());
      if (!isOpen()) {
        outcome.failed(new LinkFault(LinkFault.Kind.NOT_CONNECTED, "not connected"));
      } else if (refusal != null) {
        outcome.answered(StorageCodec.encodeResponse(StorageResponse.of(refusal)));
      } else if (!mute.contains(target.address())) {
        outcome.answered(answer(target.api(), method, request));
      }
    }

    @Override
    public FrameStream open(RpcMethod method, Deadline deadline) {
      if (!method.equals(ClusterMethod.GET_EVENT_STREAM) || !isOpen()) {
        throw new LinkFault(LinkFault.Kind.NOT_CONNECTED, "not connected");
      }
      return new Events();
    }

    @Override
    public boolean awaitOpen(Deadline deadline) {
      return isOpen();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A subscription to what is announced. */
  private final class Events implements FrameStream {
    private boolean acknowledged;

    @Override
    public void send(Bytes frame) {
      throw new UnsupportedOperationException("a subscription has no request frame");
    }

    @Override
    public Optional<Bytes> receive() {
      if (!acknowledged) {
        acknowledged = true;
        return Optional.of(ClusterJson.encodeStreamItem(new ClusterStreamItem.Acknowledged()));
      }
      try {
        return Optional.of(events.take());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new LinkFault(LinkFault.Kind.CLOSED, "interrupted");
      }
    }

    @Override
    public boolean canSend() {
      return false;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
