package network.wcn.app.node.service;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import network.wcn.domain.transfer.TransferBudget;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;

/**
 * Holds all transfers of one direction together to a rate that may change while they run.
 *
 * <p>They take turns, a frame each, in the order in which they come. For virtual threads.
 */
final class TransferPace {
  /** The rate is looked at again at least as often. */
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Less than this is not waited for, but waited out with the debt of the frames that follow: a
   * pause takes a little longer than it should, which after every small frame would halve the rate.
   */
  private static final long WORTH_A_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier bytesPerSecond;
  private final Ticker ticker;
  private final LongConsumer pause;
  private final TransferBudget budget;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Metrics.Counter moved;
  private final Metrics.Counter waitedMillis;

  /**
   * Makes a pace.
   *
   * @param direction as metrics call it
   * @param bytesPerSecond the rate now; 0 is none
   */
  TransferPace(String direction, LongSupplier bytesPerSecond, Ticker ticker, Metrics metrics) {
    this(direction, bytesPerSecond, ticker, LockSupport::parkNanos, metrics);
  }

  /**
   * Makes a pace.
   *
   * @param pause waits for so many nanoseconds, or less
   */
  TransferPace(
      String direction,
      LongSupplier bytesPerSecond,
      Ticker ticker,
      LongConsumer pause,
      Metrics metrics) {
    this.bytesPerSecond = bytesPerSecond;
    this.ticker = ticker;
    this.pause = pause;
    budget = new TransferBudget(ticker.nanos());
    moved = metrics.counter("wcn_node_transfer_bytes", "direction", direction);
    waitedMillis = metrics.counter("wcn_node_transfer_wait_millis", "direction", direction);
    metrics.gauge(
        "wcn_node_transfer_limit_bytes_per_second",
        bytesPerSecond::getAsLong,
        "direction",
        direction);
  }

  /**
   * Waits until a frame may move.
   *
   * @param isWanted whether somebody still waits for it; looked at once a second
   * @return whether it may move; false if nobody wants it any more, or the thread was interrupted
   */
  boolean await(int frameBytes, BooleanSupplier isWanted) {
    long begun = ticker.nanos();
    turn.lock();
    try {
      long delay = delayNanos();
      if (delay < WORTH_A_PAUSE_NANOS) {
        delay = 0;
      }
      while (delay > 0) {
        if (!isWanted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          return false;
        }
        pause.accept(Math.min(delay, LONGEST_PAUSE_NANOS));
        delay = delayNanos();
      }
      budget.take(frameBytes);
      moved.add(frameBytes);
      return true;
    } finally {
      turn.unlock();
      waitedMillis.add(TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun));
    }
  }

  private long delayNanos() {
    return budget.delayNanos(bytesPerSecond.getAsLong(), ticker.nanos());
  }
}
