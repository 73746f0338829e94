package network.wcn.app.db.shell;

/** A verb could not do what it was asked; the message is all that its user needs to know. */
final class VerbFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  VerbFailed(int status, String message) {
    super(message);
    this.status = status;
  }

  VerbFailed(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Returns the exit status. */
  int status() {
    return status;
  }
}
