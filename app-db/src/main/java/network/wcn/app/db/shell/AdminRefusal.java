package network.wcn.app.db.shell;

/** The server refused, or failed at, what its admin port was asked. */
final class AdminRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int httpStatus;
  private final String code;

  AdminRefusal(int httpStatus, String code, String message) {
    super(message);
    this.httpStatus = httpStatus;
    this.code = code;
  }

  /** Returns the code of the answer, as {@code UNAUTHORIZED}. */
  String code() {
    return code;
  }

  /** Returns whether the same request may succeed later. */
  boolean isBusy() {
    return httpStatus == CONFLICT || httpStatus == TOO_MANY_REQUESTS;
  }
}
