package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.identity.OperatorId;

/** The next state of a {@link Ledger} while one call writes it; lives within that call. */
final class LedgerDraft {
  OperatorId owner;
  OperatorId pendingOwner;
  ContractSettings settings;
  BigInteger version;
  long keyspaceVersion;
  OperatorSlots slots;
  List<KeyspaceSpec> keyspaces;
  ContractMigration migration;
  Optional<OperatorId> maintenance;

  LedgerDraft(Ledger before) {
    ContractView view = before.view();
    owner = view.owner();
    pendingOwner = before.pendingOwner();
    settings = view.settings();
    version = view.version();
    keyspaceVersion = view.keyspaceVersion();
    slots = before.slots();
    keyspaces = new ArrayList<>(view.keyspaces());
    migration = view.migration();
    maintenance = view.maintenance();
  }

  /** Ends the draft as a change of the view, whose version grows by one. */
  LedgerOutcome changed(Function<BigInteger, ContractEvent> event) {
    version = version.add(BigInteger.ONE);
    return new LedgerOutcome.Changed(ledger(), event.apply(version));
  }

  /** Ends the draft as a change of who owns. */
  LedgerOutcome ownershipChanged(OwnershipChange change) {
    return new LedgerOutcome.OwnershipChanged(ledger(), change);
  }

  private Ledger ledger() {
    ContractView view =
        new ContractView(
            owner,
            settings,
            version,
            keyspaceVersion,
            slots.view(),
            keyspaces,
            migration,
            maintenance);
    return new Ledger(view, pendingOwner, slots);
  }
}
