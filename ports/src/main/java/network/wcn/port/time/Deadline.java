package network.wcn.port.time;

import java.time.Duration;

/**
 * The instant by which something must be over. Passed on as it is, so that no layer starts anew.
 *
 * @param tickNanos the instant on the {@link Ticker} of this process
 */
public record Deadline(long tickNanos) {
  /** Returns the deadline {@code timeout} from now. */
  public static Deadline after(Ticker ticker, Duration timeout) {
    return new Deadline(ticker.nanos() + timeout.toNanos());
  }

  /** Returns nanoseconds left, not positive once it has passed. */
  public long remainingNanos(Ticker ticker) {
    return tickNanos - ticker.nanos();
  }

  public boolean hasPassed(Ticker ticker) {
    return remainingNanos(ticker) <= 0;
  }

  /** Returns whichever of the two comes first. */
  public Deadline earlier(Deadline other) {
    return tickNanos - other.tickNanos <= 0 ? this : other;
  }
}
