package network.wcn.port.rpc;

import java.net.InetAddress;
import java.time.Duration;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;

/** One API that a server offers. */
public interface RpcService {
  Api api();

  /** Decides whether {@code peer}, whose key is proven, may connect. Must not block. */
  Admission admit(PeerId peer, InetAddress address);

  /**
   * Serves a unary call. Must not block: it answers now, or keeps {@code call} and answers later
   * from any thread.
   */
  void serve(InboundCall call);

  /**
   * Returns how long a unary call may take from its first byte to its answer; what takes longer is
   * ended without one. A caller that gives up sooner may say so.
   */
  default Duration timeLimit(RpcMethod method) {
    return Duration.ofSeconds(10);
  }

  /** Serves a call with many frames on a virtual thread of its own, which may block. */
  default void serveStream(InboundStream stream) {
    stream.frames().close();
  }
}
