package network.wcn.bench.crash;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.wire.storage.StorageCodec;

/** Asks a database one thing after the other; for virtual threads, any number of them. */
record Conversation(RpcLink link) {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  /**
   * Asks and waits for the answer.
   *
   * @throws LinkFault if there is none; a write may or may not have taken effect
   */
  StorageResponse ask(Operation operation) {
    RpcMethod method = StorageCodec.method(operation);
    CompletableFuture<Bytes> answer = new CompletableFuture<>();
    link.call(
        method,
        StorageCodec.encodeRequest(StorageRequest.ofClient(operation)),
        Deadline.after(Ticker.system(), LONGEST_CALL),
        CallOutcome.completing(answer));
    try {
      return StorageCodec.decodeResponse(method, answer.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof LinkFault fault ? fault : e;
    }
  }
}
