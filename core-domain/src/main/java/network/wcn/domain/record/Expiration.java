package network.wcn.domain.record;

/**
 * When a record stops to exist.
 *
 * @param unixSeconds seconds since the Unix epoch, unsigned 64 bits; the record is dead from this
 *     second on
 */
public record Expiration(long unixSeconds) implements Comparable<Expiration> {
  /** The expiration of nothing. */
  public static final Expiration NONE = new Expiration(0);

  /** Returns whether a record with this expiration is dead at {@code nowUnixSeconds}. */
  public boolean isPast(long nowUnixSeconds) {
    return Long.compareUnsigned(unixSeconds, nowUnixSeconds) <= 0;
  }

  @Override
  public int compareTo(Expiration other) {
    return Long.compareUnsigned(unixSeconds, other.unixSeconds);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(unixSeconds);
  }
}
