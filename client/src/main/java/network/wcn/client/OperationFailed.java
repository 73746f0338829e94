package network.wcn.client;

import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.operation.Refusal;

/**
 * An operation was given up. A write may have taken effect all the same: doing it again is safe.
 */
public final class OperationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the last attempt came to, for metrics and exit statuses. */
  public enum Kind {
    /** The client may not use this namespace. */
    UNAUTHORIZED("Unauthorized"),
    /** The request breaks a limit; no node will take it. */
    INVALID("Invalid"),
    /** Too few replicas could be reached. */
    NETWORK("Network"),
    /** The keyspace kept changing. */
    KEYSPACE_VERSION_MISMATCH("KeyspaceVersionMismatch"),
    /** Nodes failed inside. */
    INTERNAL("Internal"),
    /** The connection broke, or the answer made no sense. */
    CONNECTION("Connection"),
    /** Nobody answered in time. */
    TIMEOUT("Timeout"),
    /** No link to any node was open. */
    NO_NODE("NoAvailableNodes"),
    /** This client has as many operations under way as it may. */
    OVERLOADED("Overloaded"),
    /** This client was closed. */
    CLOSED("Closed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Returns the name in reports. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;
  private final int attempts;

  OperationFailed(Kind kind, String message, int attempts) {
    super(message);
    this.kind = kind;
    this.attempts = attempts;
  }

  static OperationFailed of(AttemptFailure last, int attempts) {
    return new OperationFailed(
        kindOf(last), last + (attempts > 1 ? ", after " + attempts + " attempts" : ""), attempts);
  }

  private static Kind kindOf(AttemptFailure failure) {
    return switch (failure) {
      case AttemptFailure.Refused(Refusal refusal) -> kindOf(refusal);
      case AttemptFailure.Broken _, AttemptFailure.Unreadable _ -> Kind.CONNECTION;
      case AttemptFailure.Unanswered _ -> Kind.TIMEOUT;
      case AttemptFailure.NobodyReachable _ -> Kind.NO_NODE;
    };
  }

  private static Kind kindOf(Refusal refusal) {
    if (refusal.isInvalid()) {
      return Kind.INVALID;
    }
    if (refusal.isNetwork()) {
      return Kind.NETWORK;
    }
    return switch (refusal.code()) {
      case INTERNAL -> Kind.INTERNAL;
      case UNAUTHORIZED -> Kind.UNAUTHORIZED;
      case KEYSPACE_VERSION_MISMATCH -> Kind.KEYSPACE_VERSION_MISMATCH;
    };
  }

  public Kind kind() {
    return kind;
  }

  /** Returns how many requests were sent. */
  public int attempts() {
    return attempts;
  }
}
