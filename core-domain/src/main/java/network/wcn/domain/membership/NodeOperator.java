package network.wcn.domain.membership;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.wcn.domain.identity.OperatorId;

/**
 * An operator whose data is readable.
 *
 * @param id its account
 * @param name for people; data on chain may hold one of any length, see {@link #requireWritable()}
 * @param nodes at least two, in the order of the contract; node 0 comes first in labels
 * @param clients in the order of the contract; one client may appear more than once
 * @throws IllegalArgumentException if there are fewer than two nodes
 * @see "protocol/wire.md section 10"
 */
public record NodeOperator(
    OperatorId id, String name, List<NodeEndpoint> nodes, List<AuthorizedClient> clients)
    implements ClusterOperator {
  /** The fewest nodes an operator can run. */
  public static final int MIN_NODES = 2;

  /** The longest name that may be written, in bytes of UTF-8. */
  public static final int MAX_NAME_SIZE_BYTES = 32;

  public NodeOperator {
    nodes = List.copyOf(nodes);
    clients = List.copyOf(clients);
    if (nodes.size() < MIN_NODES) {
      throw new IllegalArgumentException(
          "an operator runs at least 2 nodes, " + id + " has " + nodes.size());
    }
  }

  /**
   * Returns this operator if its data may be written to the contract: names are checked only then.
   *
   * @throws IllegalArgumentException if the name is longer than 32 bytes of UTF-8
   */
  public NodeOperator requireWritable() {
    int size = name.getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_NAME_SIZE_BYTES) {
      throw new IllegalArgumentException(
          "an operator's name has at most 32 bytes, \"" + name + "\" has " + size);
    }
    return this;
  }
}
