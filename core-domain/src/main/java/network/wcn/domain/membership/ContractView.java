package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.domain.identity.OperatorId;

/**
 * Everything the contract says, undecoded.
 *
 * @param owner the account that administers the network
 * @param settings limits and undecoded network settings
 * @param version of this view, unsigned 128 bits; grows by one per change
 * @param keyspaceVersion unsigned 64 bits
 * @param operatorSlots one per slot up to the highest that was used, empty where nobody is
 * @param keyspaces exactly two; {@code keyspaceVersion % 2} is the newest
 * @param migration the latest migration
 * @param maintenance the account that holds the maintenance permit
 * @see "protocol/contract.md"
 */
public record ContractView(
    OperatorId owner,
    ContractSettings settings,
    BigInteger version,
    long keyspaceVersion,
    List<Optional<OperatorEntry>> operatorSlots,
    List<KeyspaceSpec> keyspaces,
    ContractMigration migration,
    Optional<OperatorId> maintenance) {
  public ContractView {
    operatorSlots = List.copyOf(operatorSlots);
    keyspaces = List.copyOf(keyspaces);
    if (keyspaces.size() != 2) {
      throw new IllegalArgumentException("a view has 2 keyspaces, got " + keyspaces.size());
    }
  }

  /** Returns the keyspace that was set last: the one to come while a migration runs. */
  public KeyspaceSpec newestKeyspace() {
    return keyspaceOf(keyspaceVersion);
  }

  /** Returns the keyspace in force: while a migration runs, the one that it replaces. */
  public KeyspaceSpec keyspaceInForce() {
    return keyspaceOf(keyspaceVersion - (migration.isRunning() ? 1 : 0));
  }

  private KeyspaceSpec keyspaceOf(long ofVersion) {
    return keyspaces.get((int) (ofVersion & 1));
  }

  /** Returns the first slot that holds {@code operator}, if any does. */
  public OptionalInt slotOf(OperatorId operator) {
    for (int slot = 0; slot < operatorSlots.size(); slot++) {
      if (operatorSlots.get(slot).map(OperatorEntry::id).equals(Optional.of(operator))) {
        return OptionalInt.of(slot);
      }
    }
    return OptionalInt.empty();
  }

  ContractView withVersion(BigInteger newVersion) {
    return new ContractView(
        owner,
        settings,
        newVersion,
        keyspaceVersion,
        operatorSlots,
        keyspaces,
        migration,
        maintenance);
  }

  ContractView withSettings(ContractSettings newSettings) {
    return new ContractView(
        owner,
        newSettings,
        version,
        keyspaceVersion,
        operatorSlots,
        keyspaces,
        migration,
        maintenance);
  }

  ContractView withOperatorSlots(List<Optional<OperatorEntry>> newSlots) {
    return new ContractView(
        owner, settings, version, keyspaceVersion, newSlots, keyspaces, migration, maintenance);
  }

  ContractView withMigration(
      long newKeyspaceVersion, List<KeyspaceSpec> newKeyspaces, ContractMigration newMigration) {
    return new ContractView(
        owner,
        settings,
        version,
        newKeyspaceVersion,
        operatorSlots,
        newKeyspaces,
        newMigration,
        maintenance);
  }

  ContractView withMaintenance(Optional<OperatorId> newMaintenance) {
    return new ContractView(
        owner,
        settings,
        version,
        keyspaceVersion,
        operatorSlots,
        keyspaces,
        migration,
        newMaintenance);
  }
}
