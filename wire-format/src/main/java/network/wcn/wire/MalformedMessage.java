package network.wcn.wire;

/**
 * Bytes or text of a peer, a disk or the chain are not what their format says.
 *
 * <p>The one exception of every decoder of this module. It carries no stack trace: peers can cause
 * any number of them, and the message says what was expected and what came.
 */
public final class MalformedMessage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception of a decoder that found the fault itself. */
  public MalformedMessage(String message) {
    super(message, null, false, false);
  }

  /** Makes the exception of a decoder whose value or library refused what came. */
  public MalformedMessage(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
