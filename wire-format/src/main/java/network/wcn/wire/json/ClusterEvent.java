package network.wcn.wire.json;

import java.math.BigInteger;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;

/**
 * A change of the cluster as the event stream tells it: a little less than the contract's own event
 * says, so whoever needs the rest fetches the view.
 *
 * @see "protocol/wire.md section 8"
 */
public sealed interface ClusterEvent {
  /** Returns the version of the view after this change, unsigned 128 bits. */
  BigInteger clusterVersion();

  /** A migration began, in the block of second {@code at} since the Unix epoch. */
  record MigrationStarted(
      long migrationId, KeyspaceSpec newKeyspace, long at, BigInteger clusterVersion)
      implements ClusterEvent {}

  record MigrationDataPullCompleted(
      long migrationId, OperatorId operator, BigInteger clusterVersion) implements ClusterEvent {}

  /** The last operator completed its pull. */
  record MigrationCompleted(long migrationId, OperatorId operator, BigInteger clusterVersion)
      implements ClusterEvent {}

  /** The migration was given up, in the block of second {@code at} since the Unix epoch. */
  record MigrationAborted(long migrationId, long at, BigInteger clusterVersion)
      implements ClusterEvent {}

  record MaintenanceStarted(OperatorId by, BigInteger clusterVersion) implements ClusterEvent {}

  record MaintenanceFinished(BigInteger clusterVersion) implements ClusterEvent {}

  /** An operator joined in {@code slot}, 0 to 255. */
  record NodeOperatorAdded(int slot, OperatorEntry operator, BigInteger clusterVersion)
      implements ClusterEvent {}

  record NodeOperatorUpdated(OperatorEntry operator, BigInteger clusterVersion)
      implements ClusterEvent {}

  record NodeOperatorRemoved(OperatorId operator, BigInteger clusterVersion)
      implements ClusterEvent {}

  /**
   * The settings changed.
   *
   * @param maxOperatorDataBytes unsigned 16 bits
   * @param extra undecoded network settings
   */
  record SettingsUpdated(int maxOperatorDataBytes, Bytes extra, BigInteger clusterVersion)
      implements ClusterEvent {}

  /**
   * Returns what the stream tells of {@code event}: nothing of the contract's initialization, which
   * is before any stream.
   */
  static Optional<ClusterEvent> of(ContractEvent event) {
    BigInteger version = event.version();
    return switch (event) {
      case ContractEvent.Initialized _ -> Optional.empty();
      case ContractEvent.MigrationStarted e ->
          Optional.of(new MigrationStarted(e.migrationId(), e.newKeyspace(), e.at(), version));
      case ContractEvent.MigrationDataPullCompleted e ->
          Optional.of(new MigrationDataPullCompleted(e.migrationId(), e.operator(), version));
      case ContractEvent.MigrationCompleted e ->
          Optional.of(new MigrationCompleted(e.migrationId(), e.operator(), version));
      case ContractEvent.MigrationAborted e ->
          Optional.of(new MigrationAborted(e.migrationId(), e.at(), version));
      case ContractEvent.MaintenanceToggled e when e.active() ->
          Optional.of(new MaintenanceStarted(e.by(), version));
      case ContractEvent.MaintenanceToggled _ -> Optional.of(new MaintenanceFinished(version));
      case ContractEvent.NodeOperatorAdded e ->
          Optional.of(new NodeOperatorAdded(e.slot(), e.operator(), version));
      case ContractEvent.NodeOperatorUpdated e ->
          Optional.of(new NodeOperatorUpdated(e.operator(), version));
      case ContractEvent.NodeOperatorRemoved e ->
          Optional.of(new NodeOperatorRemoved(e.operator(), version));
      case ContractEvent.SettingsUpdated e ->
          Optional.of(
              new SettingsUpdated(
                  e.settings().maxOperatorDataBytes(), e.settings().extra(), version));
    };
  }
}
