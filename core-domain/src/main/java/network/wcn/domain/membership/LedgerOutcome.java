package network.wcn.domain.membership;

/** What became of a call to a {@link Ledger}. */
public sealed interface LedgerOutcome {
  /** The view changed: {@code event} carries its new version. */
  record Changed(Ledger next, ContractEvent event) implements LedgerOutcome {}

  /** Who owns, or is to own, changed; the version of the view did not. */
  record OwnershipChanged(Ledger next, OwnershipChange change) implements LedgerOutcome {}

  /** A rule forbids the call; nothing changed. */
  record Refused(ContractRefusal refusal) implements LedgerOutcome {}
}
