package network.wcn.app.node.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.time.Deadline;
import network.wcn.wire.storage.StorageCodec;

/** A call that remembers how it ended; an empty answer stands for none. */
final class RecordedCall implements InboundCall {
  private final PeerId peer;
  private final RpcMethod method;
  private final Bytes request;
  private final Deadline deadline;
  private final List<Optional<Bytes>> ends = new ArrayList<>();

  RecordedCall(PeerId peer, RpcMethod method, Bytes request, Deadline deadline) {
    this.peer = peer;
    this.method = method;
    this.request = request;
    this.deadline = deadline;
  }

  static RecordedCall of(PeerId peer, StorageRequest request) {
    return new RecordedCall(
        peer,
        StorageCodec.method(request.operation()),
        StorageCodec.encodeRequest(request),
        TestNetwork.soon());
  }

  static RecordedCall ofClient(Operation operation) {
    return of(TestNetwork.CLIENT, StorageRequest.ofClient(operation));
  }

  /** Returns how the call ended so far: at most one end is right. */
  List<Optional<Bytes>> ends() {
    return ends;
  }

  /** Returns the one response. */
  StorageResponse response() {
    if (ends.size() != 1) {
      throw new AssertionError("expected one end of the call, got " + ends);
    }
    return StorageCodec.decodeResponse(method, ends.getFirst().orElseThrow());
  }

  @Override
  public PeerId peer() {
    return peer;
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
    ends.add(Optional.of(response));
  }

  @Override
  public void fail() {
    ends.add(Optional.empty());
  }
}
