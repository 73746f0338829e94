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

  /** What a replica shows that answers as the reference does, and has no live record. */
  private static final ReplicaState NOTHING_SHOWN = new ReplicaState(Optional.empty(), false);

  /**
   * Reads the answer to a {@code get} or {@code hget} with full detail.
   *
   * @return nothing if the evidence contradicts the answer: such a replica told nothing
   */
  static Optional<ReplicaState> of(
      Optional<LiveRecord> answer, Optional<Evidence> evidence, long nowUnixSeconds) {
    if (evidence.isEmpty()) {
      return Optional.of(inexact(answer));
    }
    if (evidence.get() instanceof Evidence.OfRecord(var header, var hiddenPayload)) {
      if (header.isPresent()) {
        return exact(header.get(), answer, hiddenPayload, nowUnixSeconds);
      }
      return answer.isPresent() ? Optional.empty() : Optional.of(NOTHING);
    }
    return Optional.empty();
  }

  /**
   * Returns what a record's header, answer and hidden payload say together.
   *
   * @return nothing if they contradict each other
   */
  static Optional<ReplicaState> exact(
      RecordHeader header,
      Optional<LiveRecord> answer,
      Optional<Bytes> hiddenPayload,
      long nowUnixSeconds) {
    if (!agree(header, answer, nowUnixSeconds)) {
      return Optional.empty();
    }
    if (!header.isRemembered(nowUnixSeconds)) {
      return Optional.of(NOTHING);
    }
    if (header.kind() != PayloadKind.VALUE) {
      return Optional.of(exactly(new StoredRecord(header, Bytes.empty())));
    }
    return answer.isPresent()
        ? Optional.of(exactly(new StoredRecord(header, answer.get().value())))
        : hiddenPayload.map(payload -> exactly(new StoredRecord(header, payload)));
  }

  private static ReplicaState exactly(StoredRecord record) {
    return new ReplicaState(Optional.of(record), true);
  }

  /** Returns whether a record with {@code header} is answered like this. */
  static boolean agree(RecordHeader header, Optional<LiveRecord> answer, long nowUnixSeconds) {
    if (answer.isEmpty() || !header.isLive(nowUnixSeconds)) {
      return answer.isEmpty() && !header.isLive(nowUnixSeconds);
    }
    LiveRecord shown = answer.get();
    return shown.version().equals(header.version())
        && shown.expiration().equals(header.expiration());
  }

  private static ReplicaState inexact(Optional<LiveRecord> answer) {
    return answer
        .filter(r -> !r.version().isNone())
        .map(r -> StoredRecord.value(r.value(), r.expiration(), r.version()))
        .map(record -> new ReplicaState(Optional.of(record), false))
        .orElse(NOTHING_SHOWN);
  }

  /**
   * Returns the record that holds the newer register of each state, if there is any record.
   *
   * <p>A record that only shows what the exact ones amount to adds nothing: its one version would
   * make the payload look newer than it is.
   */
  static Optional<StoredRecord> merge(Collection<ReplicaState> states) {
    Optional<StoredRecord> merged = Optional.empty();
    boolean allExact = true;
    for (ReplicaState state : states) {
      if (state.exact) {
        merged = merge(merged, state.record);
      } else {
        allExact = false;
      }
    }
    if (allExact) {
      return merged;
    }
    for (ReplicaState state : states) {
      if (!state.exact && !state.showsSameAs(merged)) {
        merged = merge(merged, state.record);
      }
    }
    return merged;
  }

  private static Optional<StoredRecord> merge(
      Optional<StoredRecord> left, Optional<StoredRecord> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isPresent() ? left : right;
    }
    return left.equals(right) ? left : Optional.of(left.get().merge(right.get()));
  }

  /** Returns whether this replica needs nothing to hold {@code merged}. */
  boolean holds(Optional<StoredRecord> merged, long nowUnixSeconds) {
    if (exact) {
      return record.equals(merged) || bothExpired(merged, nowUnixSeconds);
    }
    return record.isPresent()
        ? showsSameAs(merged)
        : merged.filter(m -> m.isLive(nowUnixSeconds)).isEmpty();
  }

  /** Returns whether this and {@code merged} are the same but for a payload nobody reads again. */
  private boolean bothExpired(Optional<StoredRecord> merged, long nowUnixSeconds) {
    return record.isPresent()
        && merged.isPresent()
        && !merged.get().isLive(nowUnixSeconds)
        && record
            .get()
            .header()
            .withoutExpiredPayload(nowUnixSeconds)
            .equals(merged.get().header().withoutExpiredPayload(nowUnixSeconds));
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
