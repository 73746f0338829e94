package network.wcn.cli.admin;

import java.util.List;
import java.util.Optional;
import network.wcn.cli.key.NewKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;

/**
 * What the contract holds of an operator that has not told its name and nodes yet: two nodes whose
 * keys nobody has, at an address that leads nowhere.
 */
final class PlaceholderOperator {
  /** Of the block that is set aside for documentation. */
  private static final Ipv4Address NOWHERE = Ipv4Address.parse("192.0.2.1");

  private static final int PRIMARY_PORT = 3010;
  private static final int SECONDARY_PORT = 3011;

  private PlaceholderOperator() {}

  /** Returns the operator of {@code slot}. */
  static NodeOperator of(OperatorId id, int slot) {
    return new NodeOperator(id, "Operator" + slot, List.of(node(), node()), List.of());
  }

  private static NodeEndpoint node() {
    return new NodeEndpoint(
        NewKey.random().peerId(), NOWHERE, Optional.empty(), PRIMARY_PORT, SECONDARY_PORT);
  }
}
