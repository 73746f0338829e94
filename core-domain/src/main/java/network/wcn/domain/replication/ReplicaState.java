package network.wcn.domain.replication;

import java.util.Collection;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;

/**
 * What one replica holds under a key, as far as its answer tells.
 *
 * @param record what it holds, if it remembers anything
 * @param exact whether the answer told both registers; otherwise both are taken to carry the one
 *     version that the answer shows, and the dead look like nothing
 */
record ReplicaState(Optional<StoredRecord> record, boolean exact) {
  /** The state of a replica that remembers nothing. */
  static final ReplicaState NOTHING = new ReplicaState(Optional.empty(), true);

  /** Reads the answer to a {@code get} or {@code hget} with full detail. */
  static ReplicaState of(
      Optional<LiveRecord> answer, Optional<Evidence.OfRecord> evidence, long nowUnixSeconds) {
    if (evidence.isEmpty()) {
      return inexact(answer);
    }
    return exact(evidence.get().header(), answer, evidence.get().hiddenPayload(), nowUnixSeconds);
  }

  /** Returns what a record's header, answer and hidden payload say together. */
  static ReplicaState exact(
      Optional<RecordHeader> header,
      Optional<LiveRecord> answer,
      Optional<Bytes> hiddenPayload,
      long nowUnixSeconds) {
    Optional<RecordHeader> remembered = header.filter(h -> h.isRemembered(nowUnixSeconds));
    if (remembered.isEmpty()) {
      return NOTHING;
    }
    if (remembered.get().kind() != PayloadKind.VALUE) {
      return new ReplicaState(Optional.of(new StoredRecord(remembered.get(), Bytes.empty())), true);
    }
    Optional<Bytes> payload = answer.map(LiveRecord::value).or(() -> hiddenPayload);
    // A header that promises a value it does not bring is as good as the plain answer.
    return payload
        .map(p -> new ReplicaState(Optional.of(new StoredRecord(remembered.get(), p)), true))
        .orElseGet(() -> inexact(answer));
  }

  private static ReplicaState inexact(Optional<LiveRecord> answer) {
    return new ReplicaState(
        answer
            .filter(r -> !r.version().isNone())
            .map(r -> StoredRecord.value(r.value(), r.expiration(), r.version())),
        false);
  }

  /** Returns the record that holds the newer register of each state, if there is any record. */
  static Optional<StoredRecord> merge(Collection<ReplicaState> states) {
    Optional<StoredRecord> merged = Optional.empty();
    for (ReplicaState state : states) {
      if (state.exact) {
        merged = merge(merged, state.record);
      }
    }
    for (ReplicaState state : states) {
      if (!state.exact && !state.showsSameAs(merged)) {
        merged = merge(merged, state.record);
      }
    }
    return merged;
  }

  static Optional<StoredRecord> merge(Optional<StoredRecord> left, Optional<StoredRecord> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.or(() -> right);
    }
    return Optional.of(left.get().merge(right.get()));
  }

  /** Returns whether this replica needs nothing to hold {@code merged}. */
  boolean holds(Optional<StoredRecord> merged, long nowUnixSeconds) {
    if (exact) {
      return record.equals(merged);
    }
    return record.isPresent()
        ? showsSameAs(merged)
        : merged.filter(m -> m.isLive(nowUnixSeconds)).isEmpty();
  }

  /** Returns whether a client could tell this replica's inexact record from {@code other}. */
  private boolean showsSameAs(Optional<StoredRecord> other) {
    if (record.isEmpty() || other.isEmpty()) {
      return record.isEmpty() && other.isEmpty();
    }
    StoredRecord mine = record.get();
    StoredRecord theirs = other.get();
    return mine.payload().equals(theirs.payload())
        && mine.header().version().equals(theirs.header().version())
        && mine.header().expiration().equals(theirs.header().expiration())
        && theirs.header().kind() == PayloadKind.VALUE;
  }
}
