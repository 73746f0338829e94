package network.wcn.domain.replication;

/** What became of a call to a replica. */
public sealed interface ReplicaReply {
  /** The replica answered, maybe with a refusal. */
  record Answered(StorageResponse response) implements ReplicaReply {}

  /** There is no answer. */
  record Failed(Reason reason) implements ReplicaReply {}

  /** Why there is no answer. */
  enum Reason {
    /** No node of the operator was connected: nothing was sent. */
    UNREACHABLE,
    /** Nothing came in time; the replica may have acted. */
    TIMED_OUT,
    /** The call broke off; the replica may have acted. */
    BROKEN
  }
}
