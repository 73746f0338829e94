package network.wcn.port.rpc;

import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.time.Deadline;

/** A unary call that a peer made. The first of {@code answer} and {@code fail} counts. */
public interface InboundCall {
  PeerId peer();

  RpcMethod method();

  Bytes request();

  /** Returns when the caller has given up: what is not done by then need not be done. */
  Deadline deadline();

  /** Sends the answer; may be called from any thread and never blocks. */
  void answer(Bytes response);

  /** Ends the call without an answer, as for a request that cannot be decoded. */
  void fail();
}
