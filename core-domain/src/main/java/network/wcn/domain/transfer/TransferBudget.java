package network.wcn.domain.transfer;

/**
 * Keeps bytes that move below a rate, which may change at any time.
 *
 * <p>What moves leaves a debt, which time pays off at the rate; nothing moves until it is paid. So
 * a piece may be larger than what a second lets pass, and what was not used is not saved up: after
 * a pause the rate is the same. The debt is in bytes and not in time, so that a new rate also
 * counts for what has moved already. For one thread at a time.
 */
public final class TransferBudget {
  /** A rate that is none. */
  public static final long UNLIMITED = 0;

  /** Most bytes that may be taken at once: 4 GiB. */
  public static final long MOST_BYTES = 1L << 32;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** In bytes times nanoseconds a second, so that no part of a byte is lost. */
  private long debt;

  private long atNanos;

  /**
   * Makes a budget without a debt.
   *
   * @param nowNanos on any clock that does not go back; the same one for all calls
   */
  public TransferBudget(long nowNanos) {
    atNanos = nowNanos;
  }

  /**
   * Returns how long to wait until something may be {@linkplain #take taken}, in nanoseconds; 0 is
   * now.
   *
   * @param bytesPerSecond the rate, or {@link #UNLIMITED}
   * @throws IllegalArgumentException if the rate is negative
   */
  public long delayNanos(long bytesPerSecond, long nowNanos) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("a rate is not negative, got " + bytesPerSecond);
    }
    long elapsed = Math.max(0, nowNanos - atNanos);
    atNanos = nowNanos;
    if (bytesPerSecond == UNLIMITED || elapsed >= nanosToPay(bytesPerSecond)) {
      debt = 0;
      return 0;
    }
    debt -= elapsed * bytesPerSecond;
    return nanosToPay(bytesPerSecond);
  }

  private long nanosToPay(long bytesPerSecond) {
    return Math.ceilDiv(debt, bytesPerSecond);
  }

  /**
   * Notes that {@code bytes} move now, whether or not there is a debt.
   *
   * @throws IllegalArgumentException if they are negative or more than {@link #MOST_BYTES}
   * @throws ArithmeticException if the debt would be more than 8 GiB
   */
  public void take(long bytes) {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("bytes are 0 to " + MOST_BYTES + ", got " + bytes);
    }
    debt = Math.addExact(debt, bytes * NANOS_PER_SECOND);
  }
}
