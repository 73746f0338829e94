package network.wcn.app.base.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts of values by size, from 2^-24 (60 ns in seconds) to 2^40, eight buckets to each doubling.
 *
 * <p>The bucket of a value is the exponent and the three highest bits of its fraction, which a
 * double carries next to each other. Smaller values, zero and negative ones fall into the first
 * bucket, greater ones into the last.
 */
final class Buckets {
  private static final int FRACTION_BITS_DROPPED = 49;
  private static final long LEAST = Double.doubleToRawLongBits(0x1p-24) >>> FRACTION_BITS_DROPPED;
  private static final int COUNT = 64 * 8;

  private final long epoch;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNT);

  Buckets(long epoch) {
    this.epoch = epoch;
  }

  /** Returns which window of time this counts. */
  long epoch() {
    return epoch;
  }

  void add(double value) {
    counts.incrementAndGet(indexOf(value));
  }

  void addAll(Buckets other) {
    for (int i = 0; i < COUNT; i++) {
      counts.addAndGet(i, other.counts.get(i));
    }
  }

  double[] quantiles(double[] quantiles) {
    long total = 0;
    for (int i = 0; i < COUNT; i++) {
      total += counts.get(i);
    }
    double[] values = new double[quantiles.length];
    for (int i = 0; i < quantiles.length && total > 0; i++) {
      values[i] = valueAtRank(Math.max(1, (long) Math.ceil(quantiles[i] * total)));
    }
    return values;
  }

  private double valueAtRank(long rank) {
    long seen = 0;
    for (int i = 0; i < COUNT; i++) {
      seen += counts.get(i);
      if (seen >= rank) {
        return middleOf(i);
      }
    }
    return middleOf(COUNT - 1);
  }

  private static int indexOf(double value) {
    if (!(value > 0)) {
      return 0;
    }
    long index = (Double.doubleToRawLongBits(value) >>> FRACTION_BITS_DROPPED) - LEAST;
    return (int) Math.clamp(index, 0L, COUNT - 1L);
  }

  /** Returns the middle of a bucket, but 0 for the first, where immeasurably small values are. */
  private static double middleOf(int index) {
    if (index == 0) {
      return 0;
    }
    double from = Double.longBitsToDouble((LEAST + index) << FRACTION_BITS_DROPPED);
    double to = Double.longBitsToDouble((LEAST + index + 1) << FRACTION_BITS_DROPPED);
    return (from + to) / 2;
  }
}
