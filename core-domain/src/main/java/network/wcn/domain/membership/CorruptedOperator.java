package network.wcn.domain.membership;

import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/**
 * An operator whose data cannot be read: it keeps its slot and its shards, nobody can reach it, and
 * it can be repaired on chain.
 *
 * @param id its account
 * @param data what the contract holds
 * @param reason why it cannot be read, for people
 */
public record CorruptedOperator(OperatorId id, Bytes data, String reason)
    implements ClusterOperator {
  @Override
  public List<NodeEndpoint> nodes() {
    return List.of();
  }

  @Override
  public List<AuthorizedClient> clients() {
    return List.of();
  }
}
