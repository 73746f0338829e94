package network.wcn.tck.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.time.Deadline;
import org.jspecify.annotations.Nullable;

/** A link of a {@link FakeRpcNetwork}. */
final class FakeRpcLink implements RpcLink {
  private static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  /** What a connected link talks to. */
  private record Connection(FakeRpcServer server, RpcService service) {}

  private final FakeRpcNetwork network;
  private final PeerId identity;
  private final LinkTarget target;
  private final LinkSettings settings;
  private final List<FakeCall> underWay = new ArrayList<>();
  private final List<FakeFrameStream> streams = new ArrayList<>();
  private @Nullable Connection connection;
  private boolean isClosed;

  FakeRpcLink(FakeRpcNetwork network, PeerId identity, LinkTarget target, LinkSettings settings) {
    this.network = network;
    this.identity = identity;
    this.target = target;
    this.settings = settings;
  }

  /** Connects if there is a server that lets it. */
  void connect() {
    synchronized (this) {
      if (isClosed || connection != null || network.isCut(identity, target.peer())) {
        return;
      }
    }
    Optional<FakeRpcServer> server =
        network
            .server(target.address().getPort())
            .filter(each -> each.identity().equals(target.peer()));
    Optional<RpcService> service =
        server.flatMap(each -> each.connect(this, identity, target.api()));
    if (service.isPresent()) {
      synchronized (this) {
        connection = new Connection(server.get(), service.get());
      }
    }
  }

  void lost(FakeRpcServer server) {
    synchronized (this) {
      if (connection == null || connection.server() != server) {
        return;
      }
      connection = null;
    }
    breakOff(LinkFault.Kind.CONNECTION);
  }

  private void breakOff(LinkFault.Kind kind) {
    List<FakeCall> calls;
    List<FakeFrameStream> open;
    synchronized (this) {
      calls = List.copyOf(underWay);
      open = List.copyOf(streams);
      streams.clear();
    }
    calls.forEach(call -> call.fail(kind, "the connection is gone"));
    open.forEach(FakeFrameStream::close);
  }

  @Override
  public LinkTarget target() {
    return target;
  }

  @Override
  public synchronized boolean isOpen() {
    return connection != null && !network.isCut(identity, target.peer());
  }

  @Override
  public void call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
    Optional<LinkFault> refusal = network.takeFailure();
    if (refusal.isEmpty()) {
      refusal = refusal(request);
    }
    if (refusal.isPresent()) {
      outcome.failed(refusal.get());
      return;
    }
    FakeCall call;
    synchronized (this) {
      if (connection == null) {
        call = null;
      } else {
        call =
            new FakeCall(
                network,
                this,
                connection.server(),
                connection.service(),
                identity,
                method,
                request,
                deadline,
                outcome);
        underWay.add(call);
      }
    }
    if (call == null) {
      outcome.failed(new LinkFault(LinkFault.Kind.NOT_CONNECTED, "lost just now"));
    } else {
      call.begin();
    }
  }

  private synchronized Optional<LinkFault> refusal(Bytes request) {
    if (isClosed) {
      return Optional.of(new LinkFault(LinkFault.Kind.CLOSED, "the link is closed"));
    }
    if (!isOpen()) {
      return Optional.of(new LinkFault(LinkFault.Kind.NOT_CONNECTED, "not connected"));
    }
    if (request.size() > MAX_FRAME_BYTES) {
      return Optional.of(
          new LinkFault(LinkFault.Kind.CODEC, "a request of " + request.size() + " bytes"));
    }
    if (underWay.size() >= settings.maxConcurrentRpcs()) {
      return Optional.of(
          new LinkFault(LinkFault.Kind.TOO_MANY_CALLS, underWay.size() + " are under way"));
    }
    return Optional.empty();
  }

  synchronized void ended(FakeCall call) {
    underWay.remove(call);
  }

  @Override
  public FrameStream open(RpcMethod method, Deadline deadline) {
    Optional<LinkFault> refusal = refusal(Bytes.empty());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    FakeFrameStream.Pair pair = FakeFrameStream.pair();
    Connection via;
    synchronized (this) {
      if (connection == null) {
        throw new LinkFault(LinkFault.Kind.NOT_CONNECTED, "lost just now");
      }
      via = connection;
      streams.add(pair.caller());
      streams.add(pair.server());
    }
    if (via.server().tryBegin()) {
      Thread.ofVirtual()
          .start(() -> {
            try (FakeFrameStream frames = pair.server()) {
              via.service().serveStream(new InboundStream(identity, method, frames));
            } finally {
              via.server().end();
            }
          });
    } else {
      pair.server().finish();
    }
    return pair.caller();
  }

  @Override
  public boolean awaitOpen(Deadline deadline) {
    connect();
    return isOpen();
  }

  @Override
  public void close() {
    Connection last;
    synchronized (this) {
      isClosed = true;
      last = connection;
      connection = null;
    }
    network.remove(this);
    breakOff(LinkFault.Kind.CLOSED);
    if (last != null) {
      last.server().disconnect(this);
    }
  }
}
