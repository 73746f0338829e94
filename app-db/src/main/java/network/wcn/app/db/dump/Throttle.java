package network.wcn.app.db.dump;

import java.util.concurrent.locks.LockSupport;
import network.wcn.domain.transfer.TransferBudget;
import network.wcn.port.time.Ticker;

/**
 * Keeps one stream of bytes below a rate, so that others get their share of the disk.
 *
 * <p>What was not used is not saved up: after a pause the rate is the same.
 */
public final class Throttle {
  private final long bytesPerSecond;
  private final Ticker ticker;
  private final TransferBudget budget;

  /** Makes a throttle; a rate of 0 is none. */
  public Throttle(long bytesPerSecond, Ticker ticker) {
    this.bytesPerSecond = bytesPerSecond;
    this.ticker = ticker;
    this.budget = new TransferBudget(ticker.nanos());
  }

  /** Returns how long to wait before the {@code bytes} after those that were taken before. */
  long delayNanos(int bytes) {
    long delay = budget.delayNanos(bytesPerSecond, ticker.nanos());
    budget.take(bytes);
    return delay;
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
