package network.wcn.domain.record;

/**
 * When a write was made, as its client says: the greatest version wins on every replica.
 *
 * @param micros microseconds since the Unix epoch, unsigned 64 bits; 0 is older than every write
 */
public record RecordVersion(long micros) implements Comparable<RecordVersion> {
  /** The version of nothing: no write carries it with effect. */
  public static final RecordVersion NONE = new RecordVersion(0);

  public boolean isNone() {
    return micros == 0;
  }

  public boolean isAfter(RecordVersion other) {
    return compareTo(other) > 0;
  }

  /** Returns the whole seconds since the Unix epoch, rounded down. */
  public long unixSeconds() {
    return Long.divideUnsigned(micros, 1_000_000);
  }

  @Override
  public int compareTo(RecordVersion other) {
    return Long.compareUnsigned(micros, other.micros);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(micros);
  }
}
