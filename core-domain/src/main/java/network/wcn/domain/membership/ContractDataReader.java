package network.wcn.domain.membership;

/**
 * Reads what means nothing to the contract: operator data (with the cluster's key for addresses)
 * and network settings.
 *
 * @see "protocol/wire.md section 10"
 */
public interface ContractDataReader {
  /** Returns the operator of {@code entry}, a {@link CorruptedOperator} if it cannot be read. */
  ClusterOperator operator(OperatorEntry entry);

  /**
   * Returns the network's settings.
   *
   * @throws IllegalArgumentException if they cannot be read, which makes the whole view invalid
   */
  NetworkSettings settings(ContractSettings settings);
}
