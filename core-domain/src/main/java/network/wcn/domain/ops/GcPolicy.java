package network.wcn.domain.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a database rewrites its files to give back the space of what it has forgotten.
 *
 * @param interval from one run to the next, STORAGE_GC_INTERVAL_SECS
 * @param keepHistory whether to do so only when told to, STORAGE_KEEP_HISTORY
 * @throws IllegalArgumentException if the interval is not positive
 * @see "operations.md B9"
 */
public record GcPolicy(Duration interval, boolean keepHistory) {
  /** Every day. */
  public static final GcPolicy STANDARD = new GcPolicy(Duration.ofDays(1), false);

  public GcPolicy {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("the interval is at least a second, got " + interval);
    }
  }

  /**
   * Returns when the next run is due, or nothing if it never is.
   *
   * @param last when the last one ended, or else when the process began
   */
  public Optional<Instant> nextRun(Instant last) {
    return keepHistory ? Optional.empty() : Optional.of(last.plus(interval));
  }
}
