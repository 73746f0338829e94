package network.wcn.domain.identity;

import network.wcn.domain.Bytes;

/**
 * A part of the key space that one operator hands to its clients.
 *
 * @param operator the operator that owns the namespace
 * @param index which of the operator's namespaces, 0 to 255 inclusive
 * @throws IllegalArgumentException if {@code index} is outside that range
 */
public record Namespace(OperatorId operator, int index) {
  /** Size of the byte form: the operator's address and one byte. */
  public static final int SIZE_BYTES = OperatorId.SIZE_BYTES + 1;

  public Namespace {
    if (index < 0 || index > 255) {
      throw new IllegalArgumentException("a namespace index is 0 to 255, got " + index);
    }
  }

  /**
   * Reads {@code <operator address>/<index>}; the index may carry a {@code +} and leading zeros.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   * @see "protocol/wire.md section 1"
   */
  public static Namespace parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      throw refused(text);
    }
    String address = text.substring(0, slash);
    if (address.startsWith("0x0x")) {
      throw refused(text);
    }
    return new Namespace(OperatorId.parse(address), parseIndex(text, text.substring(slash + 1)));
  }

  private static int parseIndex(String text, String index) {
    String digits = index.startsWith("+") ? index.substring(1) : index;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw refused(text);
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * 10 + (digits.charAt(i) - '0');
      if (value > 255) {
        throw refused(text);
      }
    }
    return value;
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "a namespace is <operator address>/<0 to 255>, got \"" + text + "\"");
  }

  /**
   * Reads the 21 bytes of address and index.
   *
   * @throws IllegalArgumentException if {@code bytes} has another size
   */
  public static Namespace fromBytes(Bytes bytes) {
    if (bytes.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a namespace has 21 bytes, got " + bytes.size() + " bytes");
    }
    return new Namespace(
        new OperatorId(bytes.slice(0, OperatorId.SIZE_BYTES)),
        Byte.toUnsignedInt(bytes.at(OperatorId.SIZE_BYTES)));
  }

  /** Returns the 21 bytes of address and index. */
  public Bytes toBytes() {
    return operator.address().concat(Bytes.of((byte) index));
  }

  /** Returns {@code <operator address>/<index>}. */
  @Override
  public String toString() {
    return operator + "/" + index;
  }
}
