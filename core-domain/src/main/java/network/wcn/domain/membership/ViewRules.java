package network.wcn.domain.membership;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.keyspace.Keyspace;

/**
 * What a contract's view must fulfil before anyone serves from it.
 *
 * <p>The keyspace that is neither in force nor migrated to may name slots that were freed since.
 *
 * @see "protocol/wire.md section 10"
 */
final class ViewRules {
  /** The last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private ViewRules() {}

  /** Returns why {@code view} cannot be served from, if it cannot. */
  static Optional<String> problem(ContractView view) {
    return slotProblem(view.operatorSlots())
        .or(() -> migrationProblem(view))
        .or(() -> keyspaceProblem(view.keyspaceInForce(), view.operatorSlots()))
        .or(() -> targetSpec(view).flatMap(spec -> keyspaceProblem(spec, view.operatorSlots())));
  }

  /** Returns the keyspace that a running migration leads to. */
  static Optional<KeyspaceSpec> targetSpec(ContractView view) {
    return view.migration().isRunning() ? Optional.of(view.newestKeyspace()) : Optional.empty();
  }

  /**
   * Returns the keyspace that the latest completed migration replaced, as long as all of its
   * operators are members.
   */
  static Optional<KeyspaceSpec> retiringSpec(ContractView view) {
    if (view.migration().isRunning()
        || view.migration().isAborted()
        || view.keyspaceVersion() == 0) {
      return Optional.empty();
    }
    return Optional.of(view.keyspaces().get((int) ((view.keyspaceVersion() - 1) & 1)))
        .filter(spec -> keyspaceProblem(spec, view.operatorSlots()).isEmpty())
        .filter(spec -> !spec.equals(view.keyspaceInForce()));
  }

  private static Optional<String> slotProblem(List<Optional<OperatorEntry>> slots) {
    if (slots.size() < Keyspace.MIN_OPERATORS || slots.size() > Keyspace.MAX_OPERATORS) {
      return Optional.of("a cluster has 5 to 256 operator slots, got " + slots.size());
    }
    Set<OperatorId> seen = new HashSet<>();
    return slots.stream()
        .flatMap(Optional::stream)
        .map(OperatorEntry::id)
        .filter(id -> !seen.add(id))
        .findFirst()
        .map(id -> "operator " + id + " holds two slots");
  }

  private static Optional<String> migrationProblem(ContractView view) {
    ContractMigration migration = view.migration();
    if (migration.isRunning() && view.keyspaceVersion() == 0) {
      return Optional.of("migration " + migration.id() + " runs, but the keyspace version is 0");
    }
    return timeProblem("startedAt", migration.startedAt())
        .or(() -> timeProblem("abortedAt", migration.abortedAt()));
  }

  private static Optional<String> timeProblem(String name, long seconds) {
    return Long.compareUnsigned(seconds, LAST_SECOND) > 0
        ? Optional.of(
            name + " is before the year 10000, got second " + Long.toUnsignedString(seconds))
        : Optional.empty();
  }

  /** Returns why {@code spec} cannot hold data, if it cannot. */
  static Optional<String> keyspaceProblem(
      KeyspaceSpec spec, List<Optional<OperatorEntry>> operatorSlots) {
    if (spec.operators().count() < Keyspace.MIN_OPERATORS) {
      return Optional.of("a keyspace has at least 5 operators, got " + spec.operators().count());
    }
    if (spec.replicationStrategy() != 0) {
      return Optional.of("the only replication strategy is 0, got " + spec.replicationStrategy());
    }
    return spec.operators().slots().stream()
        .filter(slot -> slot >= operatorSlots.size() || operatorSlots.get(slot).isEmpty())
        .findFirst()
        .map(slot -> "the keyspace names slot " + slot + ", which is empty");
  }
}
