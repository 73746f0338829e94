package network.wcn.domain.identity;

import java.security.MessageDigest;
import java.util.HexFormat;
import network.wcn.domain.Bytes;

/**
 * The key that encrypts node addresses on chain: 32 secret bytes that all nodes share.
 *
 * <p>Never prints itself; {@link #secretText()} is the text form.
 *
 * @see "protocol/wire.md section 1"
 */
public final class ClusterKey {
  /** Size of the key. */
  public static final int SIZE_BYTES = 32;

  private final Bytes secret;

  /**
   * Wraps the 32 bytes of the key.
   *
   * @throws IllegalArgumentException if {@code secret} has another size
   */
  public ClusterKey(Bytes secret) {
    if (secret.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a cluster encryption key has 32 bytes, got " + secret.size() + " bytes");
    }
    this.secret = secret;
  }

  /**
   * Reads 64 hex digits in any case behind none or one {@code 0x}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else; the message does not repeat
   *     it
   */
  public static ClusterKey parse(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    if (digits.length() != 2 * SIZE_BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "a cluster encryption key is 64 hex digits, got "
              + text.length()
              + " characters that are not");
    }
    return new ClusterKey(Bytes.fromHex(digits));
  }

  /** Returns the secret bytes. */
  public Bytes secretBytes() {
    return secret;
  }

  /** Returns the secret as 64 lower-case hex digits. */
  public String secretText() {
    return secret.toHex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterKey key
        && MessageDigest.isEqual(secret.unsafeArray(), key.secret.unsafeArray());
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "ClusterKey(redacted)";
  }
}
