package network.wcn.tck.rpc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;

/** A server of a {@link FakeRpcNetwork}: who is connected, and how much runs. */
final class FakeRpcServer implements RpcServer {
  private final FakeRpcNetwork network;
  private final PeerId identity;
  private final ServerSettings settings;
  private final List<RpcService> services;
  private final int port;
  private final List<FakeRpcLink> connected = new ArrayList<>();
  private int running;
  private boolean isDraining;
  private boolean isClosed;

  FakeRpcServer(
      FakeRpcNetwork network, PeerId identity, ServerSettings settings, List<RpcService> services) {
    this.network = network;
    this.identity = identity;
    this.settings = settings;
    this.services = List.copyOf(services);
    this.port = network.bind(this, settings.port());
  }

  PeerId identity() {
    return identity;
  }

  /** Returns the service of {@code api} if {@code link} may connect to it, and counts it then. */
  Optional<RpcService> connect(FakeRpcLink link, PeerId peer, Api api) {
    synchronized (this) {
      boolean hasRoom =
          connected.size() < Math.min(settings.maxConnections(), settings.maxConnectionsPerIp());
      if (isDraining || !hasRoom) {
        return Optional.empty();
      }
    }
    Optional<RpcService> service =
        services.stream()
            .filter(each -> each.api() == api)
            .filter(each ->
                each.admit(peer, InetAddress.getLoopbackAddress()) instanceof Admission.Accepted)
            .findFirst();
    return service.filter(_ -> add(link));
  }

  private synchronized boolean add(FakeRpcLink link) {
    return connected.add(link);
  }

  void disconnect(FakeRpcLink link) {
    boolean removed;
    synchronized (this) {
      removed = connected.remove(link);
    }
    if (removed) {
      network.connectAll();
    }
  }

  synchronized boolean tryBegin() {
    if (isDraining || running >= settings.maxConcurrentRpcs()) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void end() {
    running--;
    notifyAll();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized boolean drain(Deadline deadline) {
    isDraining = true;
    while (running > 0 && !deadline.hasPassed(network.ticker())) {
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return running == 0;
  }

  @Override
  public void close() {
    List<FakeRpcLink> lost;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      isDraining = true;
      lost = List.copyOf(connected);
      connected.clear();
    }
    network.unbind(port);
    lost.forEach(link -> link.lost(this));
    network.abandonCallsOf(this);
  }
}
