package network.wcn.app.base.lifecycle;

/** A server cannot start although its configuration is well formed: a port is taken, say. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public StartFailure(String message) {
    super(message);
  }
}
