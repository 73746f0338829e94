package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.List;
import network.wcn.domain.identity.OperatorId;

/** A change that the contract made. */
public sealed interface ContractEvent {
  /** Returns the version of the view after this change, unsigned 128 bits. */
  BigInteger version();

  record Initialized(List<OperatorEntry> operators, ContractSettings settings, BigInteger version)
      implements ContractEvent {
    public Initialized {
      operators = List.copyOf(operators);
    }
  }

  /** A migration began, in the block of second {@code at} since the Unix epoch. */
  record MigrationStarted(
      long migrationId,
      KeyspaceSpec newKeyspace,
      long newKeyspaceVersion,
      long at,
      BigInteger version)
      implements ContractEvent {}

  record MigrationDataPullCompleted(long migrationId, OperatorId operator, BigInteger version)
      implements ContractEvent {}

  /** The last operator completed its pull. */
  record MigrationCompleted(long migrationId, OperatorId operator, BigInteger version)
      implements ContractEvent {}

  /** The migration was given up, in the block of second {@code at} since the Unix epoch. */
  record MigrationAborted(long migrationId, long at, BigInteger version) implements ContractEvent {}

  record NodeOperatorAdded(int slot, OperatorEntry operator, BigInteger version)
      implements ContractEvent {}

  record NodeOperatorUpdated(int slot, OperatorEntry operator, BigInteger version)
      implements ContractEvent {}

  record NodeOperatorRemoved(int slot, OperatorId operator, BigInteger version)
      implements ContractEvent {}

  record MaintenanceToggled(OperatorId by, boolean active, BigInteger version)
      implements ContractEvent {}

  record SettingsUpdated(ContractSettings settings, OperatorId by, BigInteger version)
      implements ContractEvent {}
}
