package network.wcn.app.node.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcServer;
import network.wcn.port.rpc.RpcService;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;

/** A transport whose links are {@link FakeLink}s, open unless a test closes them. */
final class FakeTransport implements RpcTransport {
  private final List<FakeLink> dialled = new ArrayList<>();

  /** Returns every link that was dialled, in order. */
  List<FakeLink> dialled() {
    return dialled;
  }

  /** Returns the newest link to that target, if it was dialled. */
  Optional<FakeLink> linkTo(LinkTarget target) {
    return dialled.reversed().stream().filter(link -> link.target().equals(target)).findFirst();
  }

  @Override
  public RpcServer serve(ServerSettings settings, List<RpcService> services) {
    throw new UnsupportedOperationException("nothing is served here");
  }

  @Override
  public RpcLink dial(LinkTarget target, LinkSettings settings) {
    FakeLink link = new FakeLink(target);
    dialled.add(link);
    return link;
  }

  @Override
  public void close() {
    dialled.forEach(FakeLink::close);
  }
}
