package network.wcn.domain.membership;

import network.wcn.domain.Bytes;

/**
 * An IPv4 address.
 *
 * @param bits the four octets, the first one in the top eight bits
 */
public record Ipv4Address(int bits) {
  /** Size of the byte form. */
  public static final int SIZE_BYTES = 4;

  /**
   * Reads four decimal octets like {@code 203.0.113.10}, without leading zeros.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static Ipv4Address parse(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != SIZE_BYTES) {
      throw refused(text);
    }
    int bits = 0;
    for (String octet : octets) {
      bits = bits << 8 | parseOctet(text, octet);
    }
    return new Ipv4Address(bits);
  }

  private static int parseOctet(String text, String octet) {
    boolean digits = octet.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean leadingZero = octet.length() > 1 && octet.charAt(0) == '0';
    if (!digits || leadingZero || octet.isEmpty() || octet.length() > 3) {
      throw refused(text);
    }
    int value = Integer.parseInt(octet);
    if (value > 255) {
      throw refused(text);
    }
    return value;
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "an IPv4 address is four decimal octets like 203.0.113.10, got \"" + text + "\"");
  }

  /**
   * Reads the four octets.
   *
   * @throws IllegalArgumentException if {@code octets} has another size
   */
  public static Ipv4Address fromBytes(Bytes octets) {
    if (octets.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "an IPv4 address has 4 bytes, got " + octets.size() + " bytes");
    }
    int bits = 0;
    for (int i = 0; i < SIZE_BYTES; i++) {
      bits = bits << 8 | Byte.toUnsignedInt(octets.at(i));
    }
    return new Ipv4Address(bits);
  }

  /** Returns the four octets. */
  public Bytes toBytes() {
    return Bytes.of((byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits);
  }

  /** Returns four decimal octets. */
  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
