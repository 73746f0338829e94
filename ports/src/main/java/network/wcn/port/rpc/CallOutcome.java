package network.wcn.port.rpc;

import network.wcn.domain.Bytes;

/** Hears how a call ended: exactly one of the two methods is called, once. It must not block. */
public interface CallOutcome {
  /** The peer answered. */
  void answered(Bytes response);

  /** There is no answer; whether the peer acted on the request is unknown. */
  void failed(LinkFault fault);
}
