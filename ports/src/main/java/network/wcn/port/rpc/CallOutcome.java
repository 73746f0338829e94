package network.wcn.port.rpc;

import java.util.concurrent.CompletableFuture;
import network.wcn.domain.Bytes;

/** Hears how a call ended: exactly one of the two methods is called, once. It must not block. */
public interface CallOutcome {
  /** The peer answered. */
  void answered(Bytes response);

  /** There is no answer; whether the peer acted on the request is unknown. */
  void failed(LinkFault fault);

  /** Returns what completes {@code answer} with the response, or with the {@link LinkFault}. */
  static CallOutcome completing(CompletableFuture<Bytes> answer) {
    return new CallOutcome() {
      @Override
      public void answered(Bytes response) {
        answer.complete(response);
      }

      @Override
      public void failed(LinkFault fault) {
        answer.completeExceptionally(fault);
      }
    };
  }
}
