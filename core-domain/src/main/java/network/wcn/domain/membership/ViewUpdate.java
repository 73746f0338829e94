package network.wcn.domain.membership;

import network.wcn.domain.InvariantViolation;

/** What came of reading a view from the contract, or of applying an event to a view. */
public sealed interface ViewUpdate {
  /** There is a view to serve from. */
  record Accepted(ClusterView view) implements ViewUpdate {}

  /**
   * There is none: keep the last view and read the contract's again.
   *
   * @param reason for people
   */
  record Rejected(String reason) implements ViewUpdate {}

  /**
   * Returns the view, for callers that know there is one.
   *
   * @throws InvariantViolation if there is none
   */
  default ClusterView orElseThrow() {
    return switch (this) {
      case Accepted accepted -> accepted.view();
      case Rejected rejected ->
          throw new InvariantViolation("expected a valid view, but: " + rejected.reason());
    };
  }
}
