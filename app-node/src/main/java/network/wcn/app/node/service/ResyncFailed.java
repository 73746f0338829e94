package network.wcn.app.node.service;

/** A resync could not begin or go on; the message says why and what to do. */
public final class ResyncFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResyncFailed(String message) {
    super(message);
  }

  ResyncFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
