package network.wcn.app.node.service;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import org.jspecify.annotations.Nullable;

/** A link whose calls wait until the test ends them. */
final class FakeLink implements RpcLink {
  private final LinkTarget target;
  private final List<Call> calls = new ArrayList<>();
  private @Nullable FrameStream stream;
  private boolean isOpen = true;
  private boolean isClosed;

  /** A call that was made. */
  record Call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
    void answer(Bytes response) {
      outcome.answered(response);
    }

    void fail(LinkFault.Kind kind) {
      outcome.failed(new LinkFault(kind, "for this test"));
    }
  }

  FakeLink(LinkTarget target) {
    this.target = target;
  }

  /** Returns a link on which every call of frames is {@code stream}. */
  static FakeLink streaming(FrameStream stream) {
    FakeLink link =
        new FakeLink(
            new LinkTarget(
                TestNetwork.peer(50, 0),
                InetSocketAddress.createUnresolved("db", 1),
                Api.DATABASE));
    link.stream = stream;
    return link;
  }

  List<Call> calls() {
    return calls;
  }

  void setOpen(boolean open) {
    isOpen = open;
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public LinkTarget target() {
    return target;
  }

  @Override
  public boolean isOpen() {
    return isOpen && !isClosed;
  }

  @Override
  public void call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome) {
    calls.add(new Call(method, request, deadline, outcome));
  }

  @Override
  public FrameStream open(RpcMethod method, Deadline deadline) {
    if (stream == null) {
      throw new LinkFault(LinkFault.Kind.NOT_CONNECTED, "no streams in this test");
    }
    return stream;
  }

  @Override
  public boolean awaitOpen(Deadline deadline) {
    return isOpen();
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
