package network.wcn.app.db.service;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.time.Deadline;

/** A call that remembers how it ended. */
final class RecordedCall implements InboundCall {
  static final PeerId PEER = PeerId.ofEd25519(Bytes.wrap(new byte[32]));

  private final RpcMethod method;
  private final Bytes request;
  private final Deadline deadline;
  private final CompletableFuture<Optional<Bytes>> end = new CompletableFuture<>();

  RecordedCall(RpcMethod method, Bytes request, Deadline deadline) {
    this.method = method;
    this.request = request;
    this.deadline = deadline;
  }

  /** Waits for the end of the call: its answer, or nothing if it has none. */
  Optional<Bytes> awaitEnd() {
    return end.join();
  }

  @Override
  public PeerId peer() {
    return PEER;
  }

  @Override
  public RpcMethod method() {
    return method;
  }

  @Override
  public Bytes request() {
    return request;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public void answer(Bytes response) {
    end.complete(Optional.of(response));
  }

  @Override
  public void fail() {
    end.complete(Optional.empty());
  }
}
