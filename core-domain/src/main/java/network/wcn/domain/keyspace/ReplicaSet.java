package network.wcn.domain.keyspace;

import java.util.List;

/**
 * The five operators that hold a shard, best score first.
 *
 * <p>The order matters: a migration pairs leavers and joiners by it.
 */
public final class ReplicaSet {
  /** How many operators hold a shard. */
  public static final int SIZE = 5;

  /** How many of them decide. */
  public static final int MAJORITY = 3;

  /** Slot of position i in bits 8i to 8i + 7. */
  private final long packed;

  private ReplicaSet(long packed) {
    this.packed = packed;
  }

  /** Reads the five bytes of {@code table} from {@code offset} on. */
  static ReplicaSet read(byte[] table, int offset) {
    long packed = 0;
    for (int i = SIZE - 1; i >= 0; i--) {
      packed = packed << 8 | Byte.toUnsignedLong(table[offset + i]);
    }
    return new ReplicaSet(packed);
  }

  /** Returns the operator slot (0 to 255) at {@code position} (0 to 4). */
  public int slot(int position) {
    if (position < 0 || position >= SIZE) {
      throw new IndexOutOfBoundsException("a replica's position is 0 to 4, got " + position);
    }
    return (int) (packed >>> (8 * position)) & 0xff;
  }

  /** Returns whether the operator of {@code slot} holds the shard. */
  public boolean contains(int slot) {
    for (int i = 0; i < SIZE; i++) {
      if (slot(i) == slot) {
        return true;
      }
    }
    return false;
  }

  /** Returns the operator slots, best score first. */
  public List<Integer> slots() {
    return List.of(slot(0), slot(1), slot(2), slot(3), slot(4));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicaSet set && packed == set.packed;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(packed);
  }

  @Override
  public String toString() {
    return slots().toString();
  }
}
