package network.wcn.domain.membership;

import network.wcn.domain.identity.OperatorId;

/** A step of handing the contract over. It is no change of the view's version. */
public sealed interface OwnershipChange {
  OperatorId previousOwner();

  OperatorId newOwner();

  /** The new owner was named and has to accept; the zero address takes back an earlier naming. */
  record TransferStarted(OperatorId previousOwner, OperatorId newOwner)
      implements OwnershipChange {}

  /** The new owner is in charge; the zero address means that nobody is, for ever. */
  record Transferred(OperatorId previousOwner, OperatorId newOwner) implements OwnershipChange {}
}
