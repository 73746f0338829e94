package network.wcn.client;

import java.util.concurrent.CompletableFuture;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.client.ClientCall;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.wire.storage.StorageCodec;

/** An operation under way: encoded once, so that every attempt repeats version and ciphertext. */
final class PendingOperation {
  private final Operation operation;
  private final RpcMethod method;
  private final Bytes request;
  private final ClientCall<ClientNode> call;
  private final CompletableFuture<Answer> outcome = new CompletableFuture<>();
  private volatile long wakeAtNanos;

  PendingOperation(Operation operation, ClientCall<ClientNode> call) {
    this.operation = operation;
    this.method = StorageCodec.method(operation);
    this.request = StorageCodec.encodeRequest(StorageRequest.ofClient(operation));
    this.call = call;
    this.wakeAtNanos = call.deadlineNanos();
  }

  Operation operation() {
    return operation;
  }

  RpcMethod method() {
    return method;
  }

  Bytes request() {
    return request;
  }

  /** Returns the state machine, to be fed under the dispatcher's lock only. */
  ClientCall<ClientNode> call() {
    return call;
  }

  CompletableFuture<Answer> outcome() {
    return outcome;
  }

  void wakeAt(long nanos) {
    wakeAtNanos = nanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - wakeAtNanos >= 0;
  }
}
