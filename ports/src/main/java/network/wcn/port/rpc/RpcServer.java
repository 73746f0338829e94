package network.wcn.port.rpc;

import network.wcn.port.time.Deadline;

/** A listening socket and what it serves. */
public interface RpcServer extends AutoCloseable {
  /** Returns the UDP port that is bound, also when any free one was asked for. */
  int port();

  /**
   * Stops taking connections and calls, then waits until the running ones are over.
   *
   * @return whether all ended before {@code deadline}
   */
  boolean drain(Deadline deadline);

  /** Ends every connection at once; a second call does nothing. */
  @Override
  void close();
}
