package network.wcn.domain.record;

import java.util.Comparator;
import network.wcn.domain.Bytes;

/**
 * The order of a map's fields: that of their stored form, a low-first varint of the length and then
 * the field.
 *
 * <p>Up to 127 bytes a shorter field comes before a longer one; beyond that the varint's bytes
 * decide, so 128 ({@code 80 01}) precedes 256 ({@code 80 02}), and that 129 ({@code 81 01}).
 *
 * @see "protocol/wire.md section 7"
 */
public final class FieldOrder implements Comparator<Bytes> {
  public static final FieldOrder INSTANCE = new FieldOrder();

  private FieldOrder() {}

  @Override
  public int compare(Bytes left, Bytes right) {
    if (left.size() == right.size()) {
      return left.compareTo(right);
    }
    int leftRest = left.size();
    int rightRest = right.size();
    while (true) {
      int order = Integer.compare(varintByte(leftRest), varintByte(rightRest));
      if (order != 0) {
        return order;
      }
      leftRest >>>= 7;
      rightRest >>>= 7;
    }
  }

  /** Returns the lowest byte of the varint of {@code rest}, as unsigned number. */
  private static int varintByte(int rest) {
    return rest > 0x7f ? (rest & 0x7f) | 0x80 : rest;
  }
}
