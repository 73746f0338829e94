package network.wcn.domain.record;

import network.wcn.domain.Bytes;

/**
 * A record as a replica keeps it, dead ones included.
 *
 * <p>{@link #merge} is commutative, associative and idempotent: replicas that saw the same writes
 * hold the same record, in whatever order and however often the writes came.
 *
 * @param header both registers without the payload's bytes
 * @param payload the value; empty unless the header's kind is {@link PayloadKind#VALUE}
 * @throws IllegalArgumentException if a record without value carries a payload
 * @see "design.md section 3"
 */
public record StoredRecord(RecordHeader header, Bytes payload) {
  /** How long a delete and a bare expiration are remembered, in seconds after their version. */
  public static final long TOMBSTONE_LIFETIME_SECONDS = 86_400;

  public StoredRecord {
    if (header.kind() != PayloadKind.VALUE && !payload.isEmpty()) {
      throw new IllegalArgumentException("a record of kind " + header.kind() + " has no payload");
    }
  }

  /** Returns the record that a write of {@code value} leaves on an empty replica. */
  public static StoredRecord value(Bytes value, Expiration expiration, RecordVersion version) {
    return new StoredRecord(
        new RecordHeader(PayloadKind.VALUE, version, expiration, version), value);
  }

  /** Returns the record that a delete leaves on an empty replica. */
  public static StoredRecord tombstone(RecordVersion version) {
    Expiration expiration = new Expiration(version.unixSeconds() + TOMBSTONE_LIFETIME_SECONDS);
    return new StoredRecord(
        new RecordHeader(PayloadKind.TOMBSTONE, version, expiration, version), Bytes.empty());
  }

  /** Returns the record that a change of the expiration leaves on an empty replica. */
  public static StoredRecord bareExpiration(Expiration expiration, RecordVersion version) {
    return new StoredRecord(
        new RecordHeader(PayloadKind.NONE, RecordVersion.NONE, expiration, version), Bytes.empty());
  }

  /** Returns whether a read at {@code nowUnixSeconds} answers this record. */
  public boolean isLive(long nowUnixSeconds) {
    return header.isLive(nowUnixSeconds);
  }

  /**
   * Returns which payload {@code stored.merge(incoming)} keeps, so that an engine reads the stored
   * payload only when the answer is {@link PayloadChoice#STORED} and the merge changes the header,
   * or {@link PayloadChoice#GREATER}.
   */
  public static PayloadChoice choosePayload(RecordHeader stored, RecordHeader incoming) {
    return stored.choosePayload(incoming);
  }

  /**
   * Returns whether merging {@code incoming} into {@code stored} leaves it as it is, as far as
   * headers tell: false also when only the payloads' bytes can decide.
   */
  public static boolean leavesUnchanged(RecordHeader stored, RecordHeader incoming) {
    return stored.choosePayload(incoming) == PayloadChoice.STORED
        && stored.mergedWith(incoming, stored).equals(stored);
  }

  /** Returns the one record that holds the newer register of each. */
  public StoredRecord merge(StoredRecord other) {
    StoredRecord kept =
        switch (header.choosePayload(other.header)) {
          case STORED -> this;
          case INCOMING -> other;
          case GREATER -> payload.compareTo(other.payload) >= 0 ? this : other;
        };
    return new StoredRecord(header.mergedWith(other.header, kept.header), kept.payload);
  }
}
