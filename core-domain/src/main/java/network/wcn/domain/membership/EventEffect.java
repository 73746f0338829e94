package network.wcn.domain.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.InvariantViolation;
import network.wcn.domain.identity.OperatorId;

/**
 * What the contract's view becomes by an event that {@link EventRules} allow.
 *
 * <p>Operators are found by their IDs and keyspace versions counted here, so that events which lack
 * either, as those that nodes tell clients, can be applied too.
 */
final class EventEffect {
  private EventEffect() {}

  static ContractView of(ContractView view, ContractEvent event) {
    ContractView changed =
        switch (event) {
          case ContractEvent.Initialized _ ->
              throw new InvariantViolation("a contract that was made anew follows on no view");
          case ContractEvent.MigrationStarted e -> started(view, e);
          case ContractEvent.MigrationDataPullCompleted e -> pulled(view, e.operator());
          case ContractEvent.MigrationCompleted e -> pulled(view, e.operator());
          case ContractEvent.MigrationAborted e -> aborted(view, e.at());
          case ContractEvent.NodeOperatorAdded e ->
              view.withOperatorSlots(filled(view.operatorSlots(), e.slot(), e.operator()));
          case ContractEvent.NodeOperatorUpdated e ->
              view.withOperatorSlots(
                  filled(view.operatorSlots(), slotOf(view, e.operator().id()), e.operator()));
          case ContractEvent.NodeOperatorRemoved e ->
              view.withOperatorSlots(emptied(view.operatorSlots(), slotOf(view, e.operator())));
          case ContractEvent.MaintenanceToggled e ->
              view.withMaintenance(e.active() ? Optional.of(e.by()) : Optional.empty());
          case ContractEvent.SettingsUpdated e -> view.withSettings(e.settings());
        };
    return changed.withVersion(event.version());
  }

  private static ContractView started(ContractView view, ContractEvent.MigrationStarted event) {
    long keyspaceVersion = view.keyspaceVersion() + 1;
    List<KeyspaceSpec> keyspaces = new ArrayList<>(view.keyspaces());
    keyspaces.set((int) (keyspaceVersion & 1), event.newKeyspace());
    ContractMigration migration =
        new ContractMigration(
            event.migrationId(),
            event.at(),
            view.migration().abortedAt(),
            event.newKeyspace().operators());
    return view.withMigration(keyspaceVersion, keyspaces, migration);
  }

  private static ContractView pulled(ContractView view, OperatorId operator) {
    ContractMigration migration = view.migration();
    return view.withMigration(
        view.keyspaceVersion(),
        view.keyspaces(),
        new ContractMigration(
            migration.id(),
            migration.startedAt(),
            migration.abortedAt(),
            migration.pulling().without(slotOf(view, operator))));
  }

  private static ContractView aborted(ContractView view, long at) {
    ContractMigration migration = view.migration();
    return view.withMigration(
        view.keyspaceVersion() - 1,
        view.keyspaces(),
        new ContractMigration(migration.id(), migration.startedAt(), at, SlotMask.EMPTY));
  }

  private static List<Optional<OperatorEntry>> filled(
      List<Optional<OperatorEntry>> slots, int slot, OperatorEntry entry) {
    List<Optional<OperatorEntry>> changed = new ArrayList<>(slots);
    while (changed.size() <= slot) {
      changed.add(Optional.empty());
    }
    changed.set(slot, Optional.of(entry));
    return changed;
  }

  /** The contract shows no slot beyond the highest in use. */
  private static List<Optional<OperatorEntry>> emptied(
      List<Optional<OperatorEntry>> slots, int slot) {
    List<Optional<OperatorEntry>> changed = new ArrayList<>(slots);
    changed.set(slot, Optional.empty());
    while (changed.size() > 1 && changed.getLast().isEmpty()) {
      changed.removeLast();
    }
    return changed;
  }

  private static int slotOf(ContractView view, OperatorId operator) {
    return view.slotOf(operator).orElseThrow();
  }
}
