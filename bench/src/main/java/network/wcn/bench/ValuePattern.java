package network.wcn.bench;

import java.nio.ByteBuffer;
import network.wcn.domain.Bytes;

/** Values that say which write they come from, so that one look tells a wrong one. */
final class ValuePattern {
  static final int SMALLEST_SIZE_BYTES = 8;

  /** What {@link #read} answers for bytes that no write stored. */
  static final long FOREIGN = -1;

  private ValuePattern() {}

  /** Returns the value of write number {@code sequence}, positive. */
  static Bytes of(long sequence, int sizeBytes) {
    byte[] value = new byte[sizeBytes];
    ByteBuffer.wrap(value).putLong(sequence);
    for (int i = SMALLEST_SIZE_BYTES; i < sizeBytes; i++) {
      value[i] = filler(sequence, i);
    }
    return Bytes.wrap(value);
  }

  private static byte filler(long sequence, int index) {
    return (byte) (sequence * 31 + index);
  }

  /** Returns the number of the write that stored {@code value}, or {@link #FOREIGN}. */
  static long read(Bytes value, int sizeBytes) {
    if (value.size() != sizeBytes) {
      return FOREIGN;
    }
    long sequence = ByteBuffer.wrap(value.unsafeArray()).getLong();
    for (int i = SMALLEST_SIZE_BYTES; i < sizeBytes; i++) {
      if (value.at(i) != filler(sequence, i)) {
        return FOREIGN;
      }
    }
    return sequence;
  }
}
