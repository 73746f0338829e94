package network.wcn.domain.client;

import network.wcn.domain.record.RecordVersion;

/**
 * Stamps writes: every version is greater than all that this clock gave out or observed, and close
 * to the time of day.
 *
 * <p>The greatest version wins on every replica, so a client that writes after it read always
 * overrides what it read, even when its clock runs behind the other writer's. Two clients that
 * write without reading each other are ordered by their clocks alone. Not safe for use by several
 * threads at once.
 *
 * @see "Kulkarni et al., Logical Physical Clocks, 2014"
 */
public final class HybridLogicalClock {
  /**
   * Versions further ahead of the time of day than this, in microseconds, are not followed: nodes
   * refuse them, so that following one would make every later write of this client fail.
   */
  public static final long FURTHEST_AHEAD_MICROS = 120_000_000L;

  private long last;

  /**
   * Returns a version for a new write.
   *
   * @param wallMicros microseconds since the Unix epoch, not negative; may jump in either direction
   */
  public RecordVersion next(long wallMicros) {
    last = Math.max(wallMicros, last + 1);
    return new RecordVersion(last);
  }

  /**
   * Takes note of a version that was read.
   *
   * @param wallMicros microseconds since the Unix epoch
   */
  public void observe(RecordVersion version, long wallMicros) {
    boolean believable =
        Long.compareUnsigned(version.micros(), wallMicros + FURTHEST_AHEAD_MICROS) < 0;
    if (believable && Long.compareUnsigned(version.micros(), last) > 0) {
      last = version.micros();
    }
  }
}
