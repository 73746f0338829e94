package network.wcn.simulator;

import java.util.Optional;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.CoordinatorEffect;
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

  /** Returns what a replica answers to a read. */
  StorageResponse answer(Operation.Read read, StorageResponse response) {
    return response;
  }

  /** Returns whether a replica takes a request of another keyspace version than its own. */
  boolean acceptsAnyKeyspaceVersion() {
    return false;
  }

  /** Returns who takes part in a write. */
  Audience writers(Audience audience) {
    return audience;
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
}
