package network.wcn.simulator;

import java.util.Optional;
import network.wcn.domain.client.AttemptFailure;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.CoordinatorEffect;
import network.wcn.domain.replication.RepairBudget;
import network.wcn.domain.replication.ReplicaReply;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/**
 * The points at which a run can be made to break a rule, so that tests can prove that the checks
 * notice. As it stands, every rule is kept.
 */
class Rules {
  /** Returns what a database stores when {@code incoming} meets {@code stored}. */
  Optional<StoredRecord> merge(Optional<StoredRecord> stored, StoredRecord incoming) {
    return Optional.of(stored.map(s -> s.merge(incoming)).orElse(incoming));
  }

  /** Returns the record that a request writes. */
  Optional<StoredRecord> incoming(StorageRequest request) {
    return request.incoming();
  }

  /** Returns whether a database answers a write only once it is on disk. */
  boolean answersAfterSync() {
    return true;
  }

  /** Returns what a database may forget of a record. */
  Retention.Verdict judge(RecordHeader header, long nowUnixSeconds) {
    return Retention.STANDARD.judge(header, nowUnixSeconds);
  }

  /** Returns what is left of a value whose payload is dropped. */
  RecordHeader withoutPayload(RecordHeader value) {
    return Retention.withoutPayload(value);
  }

  /** Returns what a replica answers to a read. */
  StorageResponse answer(Operation.Read read, StorageResponse response) {
    return response;
  }

  /** Returns whether a replica takes a request of that keyspace version. */
  boolean accepts(ClusterView view, long keyspaceVersion, long nowUnixNanos) {
    return view.schedule().acceptsOperation(keyspaceVersion, nowUnixNanos);
  }

  /** Returns who takes part in an operation. */
  Audience audience(ClusterView view, Operation operation, long nowUnixNanos, boolean settled) {
    return Audience.of(view, operation, nowUnixNanos, settled);
  }

  /** Returns whether data is pulled only once nobody writes to the old replicas alone. */
  boolean waitsToPull() {
    return true;
  }

  /** Returns whether an operator that joins a shard first forgets what it held of it long ago. */
  boolean joinersBeginEmpty() {
    return true;
  }

  /** Returns what a node may do behind its answers. */
  RepairBudget budget() {
    return RepairBudget.UNLIMITED;
  }

  /** Returns whether an ask is sent; otherwise it counts as done. */
  boolean sends(CoordinatorEffect.Ask ask) {
    return true;
  }

  /** Returns what the coordinator hears of a reply. */
  ReplicaReply hears(CoordinatorEffect.Ask ask, ReplicaReply reply) {
    return reply;
  }

  /** Returns whether a call that stays unanswered is ever given up. */
  boolean givesUp() {
    return true;
  }

  /** Returns what a client sends when it tries for the nth time, from 1 on. */
  Operation attempt(Operation operation, int attempt) {
    return operation;
  }

  /** Returns whether a client takes a failed attempt for the end of its write. */
  boolean takesForDone(Operation operation, AttemptFailure failure) {
    return false;
  }

  /** Returns whether a client looks at its clock while it waits. */
  boolean wakesClients() {
    return true;
  }

  /** Returns whether a client's clock follows the versions that it reads. */
  boolean followsVersionsRead() {
    return true;
  }
}
