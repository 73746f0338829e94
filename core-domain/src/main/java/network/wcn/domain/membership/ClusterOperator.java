package network.wcn.domain.membership;

import java.util.List;
import network.wcn.domain.identity.OperatorId;

/** An operator of the cluster, as far as its on-chain data can be read. */
public sealed interface ClusterOperator permits NodeOperator, CorruptedOperator {
  /** Returns the account of the operator. */
  OperatorId id();

  /** Returns the nodes, none if they cannot be read. */
  List<NodeEndpoint> nodes();

  /** Returns the clients, none if they cannot be read. */
  List<AuthorizedClient> clients();
}
