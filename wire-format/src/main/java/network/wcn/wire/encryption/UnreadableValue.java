package network.wcn.wire.encryption;

/**
 * A stored value that the client's secret does not open: it was stored without encryption, under
 * another secret, or was tampered with. A retry cannot help.
 */
public final class UnreadableValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableValue(String message) {
    super(message);
  }

  UnreadableValue(String message, Throwable cause) {
    super(message, cause);
  }
}
