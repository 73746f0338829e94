package network.wcn.port.storage;

/**
 * A run of key positions, both ends included, unsigned 64 bits.
 *
 * @throws IllegalArgumentException if {@code last} is before {@code first}
 */
public record PositionRange(long first, long last) {
  /** All positions. */
  public static final PositionRange ALL = new PositionRange(0, -1L);

  public PositionRange {
    if (Long.compareUnsigned(first, last) > 0) {
      throw new IllegalArgumentException(
          "a range ends at or after its start, got "
              + Long.toUnsignedString(first)
              + ".."
              + Long.toUnsignedString(last));
    }
  }
}
