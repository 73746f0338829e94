package network.wcn.domain.identity;

import java.math.BigInteger;
import java.util.Arrays;
import network.wcn.domain.Bytes;

/** The base58btc text form: big-endian digits, a leading zero byte written as {@code 1}. */
final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

  /** Longer text is refused before it costs time: decoding takes quadratic time. */
  private static final int LONGEST_TEXT = 128;

  private Base58() {}

  static String encode(Bytes bytes) {
    StringBuilder reversed = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes.unsafeArray());
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      reversed.append(ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    for (int i = 0; i < bytes.size() && bytes.at(i) == 0; i++) {
      reversed.append(ALPHABET.charAt(0));
    }
    return reversed.reverse().toString();
  }

  static Bytes decode(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("text of " + text.length() + " characters is too long");
    }
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    boolean leading = true;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException(
            "character " + (i + 1) + " ('" + text.charAt(i) + "') is not a base58 digit");
      }
      leading &= digit == 0;
      if (leading) {
        zeros++;
      }
      value = value.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    byte[] magnitude = value.signum() == 0 ? new byte[0] : value.toByteArray();
    int skip = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
    byte[] decoded = new byte[zeros + magnitude.length - skip];
    System.arraycopy(magnitude, skip, decoded, zeros, magnitude.length - skip);
    return Bytes.wrap(Arrays.copyOf(decoded, decoded.length));
  }
}
