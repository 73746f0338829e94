package network.wcn.wire.onchain;

import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.MalformedMessage;

/**
 * Reads for the domain what the contract holds undecoded. Safe for use by many threads.
 *
 * @see "protocol/wire.md section 10"
 */
public final class OnChainData implements ContractDataReader {
  private final OperatorDataCodec operators;

  /** Makes the reader of the network whose addresses {@code key} encrypts. */
  public OnChainData(ClusterKey key) {
    this.operators = new OperatorDataCodec(key);
  }

  @Override
  public ClusterOperator operator(OperatorEntry entry) {
    try {
      return operators.decode(entry.id(), entry.data());
    } catch (MalformedMessage e) {
      return new CorruptedOperator(entry.id(), entry.data(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public NetworkSettings settings(ContractSettings settings) {
    try {
      return SettingsCodec.decode(settings);
    } catch (MalformedMessage e) {
      throw new IllegalArgumentException("the network's settings: " + e.getMessage(), e);
    }
  }
}
