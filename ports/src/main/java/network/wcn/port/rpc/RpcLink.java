package network.wcn.port.rpc;

import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.time.Deadline;

/**
 * A lasting link to one API of one peer, which connects and reconnects by itself.
 *
 * <p>Safe for use by many threads.
 */
public interface RpcLink extends AutoCloseable {
  LinkTarget target();

  /**
   * Returns whether a call made now would be sent at once: connected, accepted by the peer, and the
   * peer not suspected dead.
   */
  boolean isOpen();

  /**
   * Makes a unary call.
   *
   * <p>Never blocks. {@code outcome} hears exactly one answer, on a thread of the transport or on
   * the caller's: at once with {@link LinkFault.Kind#NOT_CONNECTED} while the link is not open.
   *
   * @param deadline when to give up with {@link LinkFault.Kind#TIMEOUT}
   */
  void call(RpcMethod method, Bytes request, Deadline deadline, CallOutcome outcome);

  /**
   * Opens a call with many frames; blocks, for use by virtual threads.
   *
   * @throws LinkFault if the link is not open or the call cannot begin before {@code deadline}
   */
  FrameStream open(RpcMethod method, Deadline deadline);

  /**
   * Waits until the link is open.
   *
   * @return whether it is
   */
  boolean awaitOpen(Deadline deadline);

  /** Ends the connection and fails what is under way; a second call does nothing. */
  @Override
  void close();
}
