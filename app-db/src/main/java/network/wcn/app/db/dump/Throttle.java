package network.wcn.app.db.dump;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import network.wcn.port.time.Ticker;

/**
 * Keeps one stream of bytes below a rate, so that others get their share of the disk.
 *
 * <p>What was not used is not saved up: after a pause the rate is the same.
 */
public final class Throttle {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long bytesPerSecond;
  private final Ticker ticker;
  private long freeAtNanos;

  /** Makes a throttle; a rate of 0 is none. */
  public Throttle(long bytesPerSecond, Ticker ticker) {
    this.bytesPerSecond = bytesPerSecond;
    this.ticker = ticker;
    this.freeAtNanos = ticker.nanos();
  }

  /** Returns how long to wait before the {@code bytes} after those that were taken before. */
  long delayNanos(int bytes) {
    if (bytesPerSecond <= 0) {
      return 0;
    }
    long now = ticker.nanos();
    long start = Math.max(now, freeAtNanos);
    freeAtNanos = start + Math.multiplyExact(bytes, NANOS_PER_SECOND) / bytesPerSecond;
    return start - now;
  }

  /** Waits until {@code bytes} may be moved; an interrupt ends the wait early. */
  void take(int bytes) {
    long end = ticker.nanos() + delayNanos(bytes);
    for (long left = end - ticker.nanos(); left > 0; left = end - ticker.nanos()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }
}
