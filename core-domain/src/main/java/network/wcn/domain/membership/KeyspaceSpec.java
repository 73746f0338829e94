package network.wcn.domain.membership;

/**
 * A keyspace as the contract holds it.
 *
 * @param operators the slots that take part
 * @param replicationStrategy how shards are spread, 0 to 255; 0 is the only one there is
 * @throws IllegalArgumentException if {@code replicationStrategy} is outside that range
 */
public record KeyspaceSpec(SlotMask operators, int replicationStrategy) {
  public KeyspaceSpec {
    if (replicationStrategy < 0 || replicationStrategy > 0xff) {
      throw new IllegalArgumentException(
          "replicationStrategy must be in 0..255, got " + replicationStrategy);
    }
  }
}
