package network.wcn.domain.client;

import network.wcn.domain.operation.Answer;

/** How an operation ended for the caller. */
public sealed interface Verdict {
  /** A node answered. */
  record Answered(Answer answer) implements Verdict {}

  /**
   * Nothing more is tried. A write may have taken effect all the same.
   *
   * @param last what the last attempt that failed came to
   * @param attempts how many requests were sent
   */
  record GivenUp(AttemptFailure last, int attempts) implements Verdict {}
}
