package network.wcn.domain.membership;

/**
 * A keyspace as the contract holds it.
 *
 * @param operators the slots that take part
 * @param replicationStrategy how shards are spread, 0 to 255; 0 is the only one there is
 */
public record KeyspaceSpec(SlotMask operators, int replicationStrategy) {}
