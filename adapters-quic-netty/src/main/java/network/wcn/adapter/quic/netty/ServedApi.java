package network.wcn.adapter.quic.netty;

import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.RpcService;

/**
 * What an accepted connection may call.
 *
 * @param series one for each method of the API, by its number
 * @param unsent answers of the connection
 * @param sharesStreams whether the client may carry many calls in one stream
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ServedApi(
    NettyRpcServer server,
    RpcService service,
    PeerId peer,
    String address,
    CallSeries[] series,
    UnsentAnswers unsent,
    boolean sharesStreams) {
  /** Counts a call that begins; false, and counted as dropped, if there is no room for it. */
  boolean tryBeginCall() {
    return unsent.hasRoom() ? server.tryBeginCall() : server.dropCall();
  }

  /** Counts a call that ended without an answer. */
  void countError(String kind, RpcMethod method) {
    server.metrics().inboundError(kind, server.settings().name(), address, service.api(), method);
  }
}
