package network.wcn.domain.identity;

import java.util.HexFormat;
import network.wcn.domain.Bytes;

/**
 * A node operator: the 20 bytes of its EVM address.
 *
 * @param address exactly 20 bytes
 * @throws IllegalArgumentException if {@code address} has another size
 */
public record OperatorId(Bytes address) implements Comparable<OperatorId> {
  /** Size of an EVM address in bytes. */
  public static final int SIZE_BYTES = 20;

  /** The zero address: an empty slot of the contract. */
  public static final OperatorId ZERO = new OperatorId(Bytes.wrap(new byte[SIZE_BYTES]));

  public OperatorId {
    if (address.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "an operator ID has 20 bytes, got " + address.size() + " bytes");
    }
  }

  /**
   * Reads 40 hex digits in any case behind none, one or two {@code 0x}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   * @see "protocol/wire.md section 1"
   */
  public static OperatorId parse(String text) {
    String digits = text;
    for (int prefixes = 0; prefixes < 2 && digits.startsWith("0x"); prefixes++) {
      digits = digits.substring(2);
    }
    if (digits.length() != 2 * SIZE_BYTES) {
      throw refused(text);
    }
    try {
      return new OperatorId(Bytes.wrap(HexFormat.of().parseHex(digits)));
    } catch (IllegalArgumentException _) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "an address on chain is 0x and 40 hex digits, got \"" + text + "\"");
  }

  public boolean isZero() {
    return equals(ZERO);
  }

  @Override
  public int compareTo(OperatorId other) {
    return address.compareTo(other.address);
  }

  /** Returns {@code 0x} and 40 lower-case hex digits. */
  @Override
  public String toString() {
    return "0x" + address.toHex();
  }
}
