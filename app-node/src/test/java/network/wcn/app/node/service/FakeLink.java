package network.wcn.app.node.service;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;

/** A link whose calls wait until the test ends them. */
final class FakeLink implements RpcLink {
  private final LinkTarget target;
  private final List<Call> calls = new ArrayList<>();
  private Optional<Supplier<FrameStream>> streams = Optional.empty();
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
    return streamingAnew(() -> stream);
  }

  /** Returns a link on which every call of frames is another of {@code streams}. */
  static FakeLink streamingAnew(Supplier<FrameStream> streams) {
    FakeLink link =
        new FakeLink(
            new LinkTarget(
                TestNetwork.peer(50, 0),
                InetSocketAddress.createUnresolved("db", 1),
                Api.DATABASE));
    link.streams = Optional.of(streams);
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
    return streams
        .filter(_ -> isOpen())
        .orElseThrow(() -> new LinkFault(LinkFault.Kind.NOT_CONNECTED, "no streams in this test"))
        .get();
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
