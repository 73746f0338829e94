package network.wcn.domain.client;

import network.wcn.domain.operation.Refusal;

/** Why one request of a client led to nothing. */
public sealed interface AttemptFailure {
  /** The node answered that it does not serve this. */
  record Refused(Refusal refusal) implements AttemptFailure {
    @Override
    public String toString() {
      return "refused: " + refusal.code() + refusal.message().map(m -> " (" + m + ")").orElse("");
    }
  }

  /** The call or its connection broke; whether the node acted is unknown. */
  record Broken(String reason) implements AttemptFailure {
    @Override
    public String toString() {
      return reason;
    }
  }

  /** The node's answer is none that this operation has. */
  record Unreadable(String reason) implements AttemptFailure {
    @Override
    public String toString() {
      return "unreadable answer: " + reason;
    }
  }

  /** No answer came in time. */
  record Unanswered() implements AttemptFailure {
    @Override
    public String toString() {
      return "no answer in time";
    }
  }

  /** No link to any node is open. */
  record NobodyReachable() implements AttemptFailure {
    @Override
    public String toString() {
      return "no node is reachable";
    }
  }
}
