package network.wcn.domain.keyspace;

import java.util.SortedSet;

/**
 * Computes who holds what: for each shard the five operators with the smallest scores.
 *
 * <p>The score of an operator is XXH3-64 over its slot (one byte) and the shard (8 bytes,
 * little-endian), compared unsigned; of equal scores the smaller slot comes first.
 *
 * @see "protocol/wire.md section 6"
 */
final class ReplicaTable {
  private static final int SIZE = ReplicaSet.SIZE;

  private final byte[] slots;

  /** What is hashed; the shard's upper six bytes stay zero. */
  private final byte[] scored = new byte[1 + Long.BYTES];

  /** The best operators of the shard at hand and their scores, best first. */
  private final byte[] best = new byte[SIZE];

  private final long[] scores = new long[SIZE];

  ReplicaTable(SortedSet<Integer> members) {
    slots = new byte[members.size()];
    int next = 0;
    for (int slot : members) {
      slots[next++] = (byte) slot;
    }
  }

  /** Returns five slots per shard, shard 0 first. */
  byte[] compute() {
    byte[] table = new byte[ShardId.COUNT * SIZE];
    for (int shard = 0; shard < ShardId.COUNT; shard++) {
      rank(shard);
      System.arraycopy(best, 0, table, shard * SIZE, SIZE);
    }
    return table;
  }

  private void rank(int shard) {
    scored[1] = (byte) shard;
    scored[2] = (byte) (shard >>> 8);
    int ranked = 0;
    for (byte slot : slots) {
      scored[0] = slot;
      long score = KeyPosition.XXH3.hashBytesToLong(scored);
      if (ranked < SIZE) {
        insert(ranked++, slot, score);
      } else if (Long.compareUnsigned(score, scores[SIZE - 1]) < 0) {
        insert(SIZE - 1, slot, score);
      }
    }
  }

  /** Puts a slot at {@code rank}, or further up as far as its score is smaller. */
  private void insert(int rank, byte slot, long score) {
    int at = rank;
    while (at > 0 && Long.compareUnsigned(score, scores[at - 1]) < 0) {
      scores[at] = scores[at - 1];
      best[at] = best[at - 1];
      at--;
    }
    scores[at] = score;
    best[at] = slot;
  }
}
