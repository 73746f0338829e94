package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;

/** Numbers and bytes as JSON-RPC writes them: hex behind {@code 0x}. */
final class Hex {
  private static final String PREFIX = "0x";
  private static final int RADIX = 16;

  private Hex() {}

  static String of(Bytes bytes) {
    return PREFIX + bytes.toHex();
  }

  static String of(BigInteger number) {
    return PREFIX + number.toString(RADIX);
  }

  static String of(long number) {
    return PREFIX + Long.toHexString(number);
  }

  /**
   * Reads bytes.
   *
   * @throws MalformedMessage if {@code text} is no such text
   */
  static Bytes bytes(JsonNode text) {
    try {
      return Bytes.fromHex(digits(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("bytes are hex digits behind 0x, got another text", e);
    }
  }

  /**
   * Reads a number that is not negative.
   *
   * @throws MalformedMessage if {@code text} is no such text
   */
  static BigInteger number(JsonNode text) {
    try {
      return new BigInteger(digits(text), RADIX);
    } catch (NumberFormatException e) {
      throw new MalformedMessage("a number is hex digits behind 0x, got another text", e);
    }
  }

  /** Reads a number below 2^63; otherwise like {@link #number}. */
  static long small(JsonNode text) {
    BigInteger number = number(text);
    if (number.signum() < 0 || number.bitLength() >= Long.SIZE) {
      throw new MalformedMessage("expected a number below 2^63, got " + number);
    }
    return number.longValue();
  }

  private static String digits(JsonNode text) {
    String value = text.asText("");
    if (!value.startsWith(PREFIX)) {
      throw new MalformedMessage(
          "expected a text that begins with 0x, got " + RpcMessages.shortened(text.toString()));
    }
    return value.substring(PREFIX.length());
  }
}
