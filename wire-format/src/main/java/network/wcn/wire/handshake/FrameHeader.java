package network.wcn.wire.handshake;

/**
 * The head of a frame: {@code u32 BE length of the payload}.
 *
 * @see "protocol/wire.md section 4"
 */
public final class FrameHeader {
  /** Size of the head itself, in bytes. */
  public static final int SIZE_BYTES = 4;

  /** Largest payload a frame may carry, in bytes, this size included. */
  public static final int MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;

  private FrameHeader() {}

  /**
   * Returns whether {@code length}, as read from the wire (unsigned in an {@code int}), may be the
   * size of a payload.
   */
  public static boolean isAllowed(int length) {
    return length >= 0 && length <= MAX_PAYLOAD_BYTES;
  }
}
