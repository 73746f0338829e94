package network.wcn.domain.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.keyspace.Keyspace;

/**
 * Makes views of what the contract says.
 *
 * <p>A new keyspace takes about 0.1 s of CPU, so call this off the path of requests and publish
 * what comes back. Operators and keyspaces that did not change are taken over from the view before.
 */
public final class ViewReader {
  private final ContractDataReader data;
  private final Function<SlotMask, Keyspace> keyspaces;

  /** Returns a reader that computes keyspaces itself. */
  public ViewReader(ContractDataReader data) {
    this(data, members -> Keyspace.of(members.slots()));
  }

  /**
   * Returns a reader that takes keyspaces from elsewhere, for many nodes in one process.
   *
   * @param keyspaces returns the keyspace of at least 5 slots
   */
  public ViewReader(ContractDataReader data, Function<SlotMask, Keyspace> keyspaces) {
    this.data = data;
    this.keyspaces = keyspaces;
  }

  /** Reads the first view. */
  public ViewUpdate read(ContractView contract) {
    return read(contract, Optional.empty());
  }

  /** Reads the view that comes after {@code previous}. */
  public ViewUpdate read(ContractView contract, ClusterView previous) {
    return read(contract, Optional.of(previous));
  }

  /**
   * Applies an event to a view. Rejected are events that do not follow on it: those of a version
   * that is not the next one, and those that the view's state rules out.
   */
  public ViewUpdate apply(ClusterView view, ContractEvent event) {
    Optional<String> problem = EventRules.problem(view.contract(), event);
    return problem.isPresent()
        ? new ViewUpdate.Rejected(problem.get())
        : read(EventEffect.of(view.contract(), event), view);
  }

  private ViewUpdate read(ContractView contract, Optional<ClusterView> previous) {
    Optional<String> problem = ViewRules.problem(contract);
    if (problem.isPresent()) {
      return new ViewUpdate.Rejected(problem.get());
    }
    NetworkSettings settings;
    try {
      settings = data.settings(contract.settings());
    } catch (IllegalArgumentException e) {
      return new ViewUpdate.Rejected("the settings cannot be read: " + e.getMessage());
    }
    Optional<Migration> migration =
        ViewRules.targetSpec(contract)
            .map(target -> migration(contract, keyspace(target, previous)));
    return new ViewUpdate.Accepted(
        new ClusterView(
            contract,
            settings,
            operators(contract, previous),
            keyspace(contract.keyspaceInForce(), previous),
            migration,
            ViewRules.retiringSpec(contract).map(spec -> keyspace(spec, previous))));
  }

  private static Migration migration(ContractView contract, Keyspace target) {
    ContractMigration migration = contract.migration();
    return new Migration(migration.id(), migration.startedAt(), target, migration.pulling());
  }

  private Keyspace keyspace(KeyspaceSpec spec, Optional<ClusterView> previous) {
    List<Integer> members = spec.operators().slots();
    return previous
        .flatMap(view -> keyspaceOf(members, view))
        .orElseGet(() -> keyspaces.apply(spec.operators()));
  }

  private static Optional<Keyspace> keyspaceOf(List<Integer> members, ClusterView view) {
    if (view.primary().members().equals(members)) {
      return Optional.of(view.primary());
    }
    return view.migration()
        .map(Migration::target)
        .or(view::retiring)
        .filter(known -> known.members().equals(members));
  }

  private List<Optional<ClusterOperator>> operators(
      ContractView contract, Optional<ClusterView> previous) {
    List<Optional<ClusterOperator>> operators = new ArrayList<>();
    for (int slot = 0; slot < contract.operatorSlots().size(); slot++) {
      Optional<OperatorEntry> entry = contract.operatorSlots().get(slot);
      operators.add(entry.map(known(slot, entry, previous)));
    }
    return operators;
  }

  /** Decoding an operator decrypts its addresses, so an unchanged one is taken as it was. */
  private Function<OperatorEntry, ClusterOperator> known(
      int slot, Optional<OperatorEntry> entry, Optional<ClusterView> previous) {
    Optional<ClusterOperator> same =
        previous
            .filter(view -> slot < view.operators().size())
            .filter(view -> view.contract().operatorSlots().get(slot).equals(entry))
            .flatMap(view -> view.operator(slot));
    return fresh -> same.orElseGet(() -> data.operator(fresh));
  }
}
