package network.wcn.simulator;

import java.util.SplittableRandom;

/** What time each process believes it is: all clocks run evenly, none is quite right. */
final class Clocks {
  /** How far apart the clocks of two processes of the network may be. */
  static final long SKEW_NANOS = 300_000_000L;

  private static final long SECOND = 1_000_000_000L;
  private static final long START_UNIX_NANOS = 1_770_000_000L * SECOND;

  private final EventQueue queue;
  private final SplittableRandom random;

  Clocks(EventQueue queue, SplittableRandom random) {
    this.queue = queue;
    this.random = random;
  }

  /** Returns the true time. */
  long unixNanos() {
    return START_UNIX_NANOS + queue.nowNanos();
  }

  long unixSeconds() {
    return unixNanos() / SECOND;
  }

  /** Returns a clock of some process of the network. */
  Clock ofProcess() {
    return new Clock(random.nextLong(-SKEW_NANOS / 2, SKEW_NANOS / 2));
  }

  /** Returns a clock that is so far from the truth. */
  Clock ahead(long nanos) {
    return new Clock(nanos);
  }

  /** One process's clock. */
  final class Clock {
    private final long aheadNanos;

    private Clock(long aheadNanos) {
      this.aheadNanos = aheadNanos;
    }

    long unixNanos() {
      return Clocks.this.unixNanos() + aheadNanos;
    }

    long unixMicros() {
      return unixNanos() / 1_000;
    }

    long unixSeconds() {
      return unixNanos() / SECOND;
    }
  }
}
