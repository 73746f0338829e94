package network.wcn.domain.keyspace;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which operators hold which shard, for one set of operators.
 *
 * <p>Rendezvous hashing: every operator scores every shard, and the five with the smallest scores
 * hold it, so that a change of one operator moves few shards. All scores are computed at once, into
 * a table of 320 KiB: 16.8 million hashes for 256 operators, about 0.1 s of one core. Make it off
 * the path of requests and share it; it never changes.
 *
 * @see "protocol/wire.md section 6"
 */
public final class Keyspace {
  /** The fewest operators: each shard needs five. */
  public static final int MIN_OPERATORS = ReplicaSet.SIZE;

  /** The most operators. */
  public static final int MAX_OPERATORS = 256;

  private final List<Integer> members;

  /** Five slots per shard, best score first; shard 0 first. */
  private final byte[] table;

  private Keyspace(List<Integer> members, byte[] table) {
    this.members = members;
    this.table = table;
  }

  /**
   * Computes the keyspace of the operators in these contract slots; takes up to 0.1 s.
   *
   * @param slots in any order, each 0 to 255
   * @throws IllegalArgumentException if there are fewer than 5 different ones, or one is outside
   *     that range
   */
  public static Keyspace of(Collection<Integer> slots) {
    TreeSet<Integer> members = new TreeSet<>(slots);
    if (members.size() < MIN_OPERATORS) {
      throw new IllegalArgumentException(
          "a keyspace has at least 5 operators, got " + members.size());
    }
    if (members.first() < 0 || members.last() >= MAX_OPERATORS) {
      throw new IllegalArgumentException("an operator slot is 0 to 255, got " + members);
    }
    return new Keyspace(List.copyOf(members), new ReplicaTable(members).compute());
  }

  /** Returns the slots of the operators that take part, ascending. */
  public List<Integer> members() {
    return members;
  }

  /** Returns whether the operator of {@code slot} takes part. */
  public boolean hasMember(int slot) {
    return members.contains(slot);
  }

  /** Returns the operators that hold {@code shard}. */
  public ReplicaSet replicas(ShardId shard) {
    return ReplicaSet.read(table, shard.index() * ReplicaSet.SIZE);
  }

  /**
   * Returns whether the operator of {@code slot} holds every shard from {@code first} to {@code
   * last}.
   */
  public boolean holdsAll(int slot, ShardId first, ShardId last) {
    for (int index = first.index(); index <= last.index(); index++) {
      if (!replicas(new ShardId(index)).contains(slot)) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many shards each operator holds, by slot, ascending; computed anew. */
  public SortedMap<Integer, Integer> shardCounts() {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    members.forEach(member -> counts.put(member, 0));
    for (byte slot : table) {
      counts.merge(Byte.toUnsignedInt(slot), 1, Integer::sum);
    }
    return counts;
  }

  /** Two keyspaces are equal if the same operators take part: the rest follows. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Keyspace keyspace && members.equals(keyspace.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return "Keyspace" + members;
  }
}
