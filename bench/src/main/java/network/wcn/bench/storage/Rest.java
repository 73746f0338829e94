package network.wcn.bench.storage;

import java.time.Duration;
import java.util.function.Supplier;

/** Keeps what was asked before from being measured: flushes and compactions go on for a while. */
final class Rest {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);
  private static final int MOST_LOOKS = 60;

  /** CPU time between two looks of processes that do nothing. */
  private static final Duration AT_REST = Duration.ofMillis(50);

  private Rest() {}

  /** Waits until this processor time grows hardly any more. Gives up after half a minute. */
  static void await(Supplier<Duration> cpuTime) throws InterruptedException {
    Duration before = cpuTime.get();
    for (int look = 0; look < MOST_LOOKS; look++) {
      Thread.sleep(LOOK_INTERVAL);
      Duration now = cpuTime.get();
      if (now.minus(before).compareTo(AT_REST) < 0) {
        return;
      }
      before = now;
    }
  }
}
