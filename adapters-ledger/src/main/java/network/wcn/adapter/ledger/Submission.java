package network.wcn.adapter.ledger;

import network.wcn.domain.membership.ContractRefusal;

/** What became of a signed call. */
sealed interface Submission {
  /** It counts, and is on disk. */
  record Accepted() implements Submission {}

  /** A rule of the contract forbids it. */
  record Refused(ContractRefusal refusal) implements Submission {}

  /** The account made more or fewer calls than the caller believed. */
  record WrongNonce(long expected) implements Submission {}

  /** The signature is of another account. */
  record Forged(String why) implements Submission {}

  /** It is no call, or not for this contract. */
  record Malformed(String why) implements Submission {}
}
