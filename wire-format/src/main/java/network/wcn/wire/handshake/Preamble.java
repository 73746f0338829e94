package network.wcn.wire.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import network.wcn.domain.Bytes;

/**
 * The first bytes of a client on a fresh connection: {@code u32 BE protocol version} and the API's
 * name, ASCII, padded with zeros to 16 bytes.
 *
 * <p>Between our own peers an {@link #OFFER} may follow, which others ignore as they ignore
 * whatever follows: the client can carry many calls in one stream. A server that can do so too
 * appends the same bytes to its status, only when they were offered.
 *
 * @see "protocol/wire.md section 3"
 */
public final class Preamble {
  /** The only version there is. */
  public static final int PROTOCOL_VERSION = 0;

  /** Size of the version, which is judged as soon as it is there. */
  public static final int VERSION_SIZE_BYTES = 4;

  /** Size of the whole, in bytes. */
  public static final int SIZE_BYTES = 20;

  /** Says that its sender can carry many calls in one stream. */
  public static final Bytes OFFER = Bytes.utf8("+m1\0");

  private static final int NAME_SIZE_BYTES = 16;

  private Preamble() {}

  /**
   * Returns the preamble for the API called {@code apiName}.
   *
   * @throws IllegalArgumentException if the name is empty, longer than 16 bytes or not ASCII
   */
  public static Bytes encode(String apiName) {
    byte[] name = apiName.getBytes(StandardCharsets.US_ASCII);
    if (name.length == 0 || name.length > NAME_SIZE_BYTES || apiName.indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "an API name has 1 to 16 ASCII characters, got \"" + apiName + "\"");
    }
    byte[] preamble = new byte[SIZE_BYTES];
    System.arraycopy(name, 0, preamble, VERSION_SIZE_BYTES, name.length);
    return Bytes.wrap(preamble);
  }

  /**
   * Returns which of {@code apiNames} the preamble asks for: the name must match byte for byte.
   *
   * @param preamble 20 bytes
   */
  public static Optional<String> requested(byte[] preamble, Iterable<String> apiNames) {
    for (String name : apiNames) {
      byte[] wanted = encode(name).unsafeArray();
      if (Arrays.equals(
          preamble, VERSION_SIZE_BYTES, SIZE_BYTES, wanted, VERSION_SIZE_BYTES, SIZE_BYTES)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
