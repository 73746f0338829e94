package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;

/**
 * Which event may follow on a view.
 *
 * <p>Stricter than the contract: an event that surprises means that something was missed, and
 * whoever missed something reads the view again.
 */
final class EventRules {
  private EventRules() {}

  /** Returns why {@code event} cannot be applied to {@code view}, if it cannot. */
  static Optional<String> problem(ContractView view, ContractEvent event) {
    return versionProblem(view, event).or(() -> kindProblem(view, event));
  }

  private static Optional<String> versionProblem(ContractView view, ContractEvent event) {
    return refuseIf(
        !event.version().equals(view.version().add(BigInteger.ONE)),
        "version " + event.version() + " does not follow on version " + view.version());
  }

  private static Optional<String> kindProblem(ContractView view, ContractEvent event) {
    return switch (event) {
      case ContractEvent.Initialized _ -> Optional.of("the contract was made anew");
      case ContractEvent.MigrationStarted e -> startProblem(view, e.newKeyspace());
      case ContractEvent.MigrationDataPullCompleted e ->
          pullProblem(view, e.migrationId(), e.operator())
              .or(() -> refuseIf(pullingCount(view) == 1, "the last pull completes a migration"));
      case ContractEvent.MigrationCompleted e ->
          pullProblem(view, e.migrationId(), e.operator())
              .or(() ->
                  refuseIf(
                      pullingCount(view) != 1,
                      pullingCount(view) + " operators pull, not 1, at the completion"));
      case ContractEvent.MigrationAborted e -> idProblem(view, e.migrationId());
      case ContractEvent.NodeOperatorAdded e -> addProblem(view, e.slot(), e.operator().id());
      case ContractEvent.NodeOperatorUpdated e -> unknownProblem(view, e.operator().id());
      case ContractEvent.NodeOperatorRemoved e -> unknownProblem(view, e.operator());
      case ContractEvent.MaintenanceToggled e -> maintenanceProblem(view, e.active());
      case ContractEvent.SettingsUpdated _ -> Optional.empty();
    };
  }

  private static Optional<String> startProblem(ContractView view, KeyspaceSpec target) {
    return busyProblem(view)
        .or(() -> ViewRules.keyspaceProblem(target, view.operatorSlots()))
        .or(() ->
            refuseIf(target.equals(view.keyspaceInForce()), "the new keyspace is the old one"));
  }

  private static Optional<String> busyProblem(ContractView view) {
    return refuseIf(
            view.migration().isRunning(), "migration " + view.migration().id() + " still runs")
        .or(() -> view.maintenance().map(holder -> "maintenance of " + holder + " still runs"));
  }

  private static Optional<String> maintenanceProblem(ContractView view, boolean begins) {
    return begins
        ? busyProblem(view)
        : refuseIf(view.maintenance().isEmpty(), "no maintenance to finish");
  }

  private static Optional<String> idProblem(ContractView view, long migrationId) {
    ContractMigration migration = view.migration();
    return refuseIf(!migration.isRunning(), "no migration runs")
        .or(() ->
            refuseIf(
                migration.id() != migrationId,
                "migration " + migration.id() + " runs, not " + migrationId));
  }

  private static Optional<String> pullProblem(
      ContractView view, long migrationId, OperatorId operator) {
    return idProblem(view, migrationId)
        .or(() -> unknownProblem(view, operator))
        .or(() ->
            refuseIf(
                !view.migration().pulling().contains(view.slotOf(operator).orElseThrow()),
                "operator " + operator + " does not pull"));
  }

  private static int pullingCount(ContractView view) {
    return view.migration().pulling().count();
  }

  private static Optional<String> addProblem(ContractView view, int slot, OperatorId operator) {
    return refuseIf(slot < 0 || slot >= SlotMask.SLOTS, "a slot is 0 to 255, got " + slot)
        .or(() -> refuseIf(isOccupied(view, slot), "slot " + slot + " is occupied"))
        .or(() ->
            refuseIf(
                view.slotOf(operator).isPresent(),
                "operator " + operator + " is a member already"));
  }

  private static boolean isOccupied(ContractView view, int slot) {
    return slot < view.operatorSlots().size() && view.operatorSlots().get(slot).isPresent();
  }

  private static Optional<String> unknownProblem(ContractView view, OperatorId operator) {
    return refuseIf(view.slotOf(operator).isEmpty(), "operator " + operator + " is not a member");
  }

  private static Optional<String> refuseIf(boolean condition, String reason) {
    return condition ? Optional.of(reason) : Optional.empty();
  }
}
