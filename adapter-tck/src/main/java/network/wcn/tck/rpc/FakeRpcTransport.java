package network.wcn.tck.rpc;

import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;

/** One process of a {@link FakeRpcNetwork}. */
final class FakeRpcTransport implements RpcTransport {
  private final FakeRpcNetwork network;
  private final PeerId identity;
  private final List<FakeRpcServer> servers = new ArrayList<>();
  private final List<FakeRpcLink> links = new ArrayList<>();
  private boolean isClosed;

  FakeRpcTransport(FakeRpcNetwork network, PeerId identity) {
    this.network = network;
    this.identity = identity;
  }

  @Override
  public synchronized RpcServer serve(ServerSettings settings, List<RpcService> services) {
    checkOpen();
    FakeRpcServer server = new FakeRpcServer(network, identity, settings, services);
    servers.add(server);
    network.connectAll();
    return server;
  }

  @Override
  public synchronized RpcLink dial(LinkTarget target, LinkSettings settings) {
    checkOpen();
    FakeRpcLink link = new FakeRpcLink(network, identity, target, settings);
    links.add(link);
    network.add(link);
    link.connect();
    return link;
  }

  private void checkOpen() {
    if (isClosed) {
      throw new LinkFault(LinkFault.Kind.CLOSED, "the transport is closed");
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    servers.forEach(FakeRpcServer::close);
    links.forEach(FakeRpcLink::close);
  }
}
