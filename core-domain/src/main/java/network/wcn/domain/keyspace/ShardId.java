package network.wcn.domain.keyspace;

import network.wcn.domain.Bytes;

/**
 * One of the 65,536 equal slices of the key space.
 *
 * <p>A shard owns every position whose upper 16 bits equal its index.
 *
 * @param index shard number, 0 to 65,535 inclusive
 * @throws IllegalArgumentException if {@code index} is outside that range
 * @see "protocol/wire.md section 6"
 */
public record ShardId(int index) implements Comparable<ShardId> {
  /** How many shards there are. */
  public static final int COUNT = 1 << 16;

  private static final int POSITION_BITS = 48;

  public ShardId {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException("a shard index is 0 to 65535, got " + index);
    }
  }

  /** Returns the shard that owns {@code position} (unsigned 64 bits). */
  public static ShardId owning(long position) {
    return new ShardId((int) (position >>> POSITION_BITS));
  }

  /** Returns the shard that owns {@code key}. */
  public static ShardId of(Bytes key) {
    return owning(KeyPosition.of(key));
  }

  /** Returns the first position of the shard, unsigned 64 bits. */
  public long firstPosition() {
    return (long) index << POSITION_BITS;
  }

  /** Returns the last position of the shard, inclusive, unsigned 64 bits. */
  public long lastPosition() {
    return firstPosition() | (1L << POSITION_BITS) - 1;
  }

  @Override
  public int compareTo(ShardId other) {
    return Integer.compare(index, other.index);
  }
}
