package network.wcn.bench.storage;

import java.util.SplittableRandom;
import network.wcn.domain.Bytes;

/** Values that differ from record to record and do not compress, without a cost to make them. */
final class Filler {
  private static final int POOL_BYTES = 1 << 20;
  private static final int STEP_BYTES = 61;

  private final byte[] pool;
  private final int valueBytes;

  Filler(int valueBytes) {
    this.valueBytes = valueBytes;
    pool = new byte[POOL_BYTES + valueBytes];
    new SplittableRandom(1).nextBytes(pool);
  }

  int valueBytes() {
    return valueBytes;
  }

  Bytes value(int number) {
    int from = offset(number);
    return Bytes.wrap(pool).slice(from, from + valueBytes);
  }

  void copy(int number, byte[] target, int at) {
    System.arraycopy(pool, offset(number), target, at, valueBytes);
  }

  private static int offset(int number) {
    return Math.floorMod(number * STEP_BYTES, POOL_BYTES);
  }
}
