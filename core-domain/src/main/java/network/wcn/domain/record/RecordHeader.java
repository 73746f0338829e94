package network.wcn.domain.record;

/**
 * Everything of a stored record but its payload: enough to decide a merge in nearly all cases.
 *
 * <p>A record is two registers, each last-write-wins: the payload with its version and the
 * expiration with its own. A write or delete sets both with one version, a change of the expiration
 * only the second; so {@code expirationVersion >= payloadVersion} always holds.
 *
 * @param kind what the payload register holds
 * @param payloadVersion version of the payload register; {@link RecordVersion#NONE} exactly when
 *     {@code kind} is {@link PayloadKind#NONE}
 * @param expiration when the record dies
 * @param expirationVersion version of the expiration register, also the version clients see; never
 *     {@link RecordVersion#NONE}
 * @throws IllegalArgumentException if the versions contradict the rules above
 */
public record RecordHeader(
    PayloadKind kind,
    RecordVersion payloadVersion,
    Expiration expiration,
    RecordVersion expirationVersion) {

  public RecordHeader {
    if ((kind == PayloadKind.NONE) != payloadVersion.isNone()) {
      throw new IllegalArgumentException(
          "payload version " + payloadVersion + " does not fit a payload of kind " + kind);
    }
    if (expirationVersion.isNone()) {
      throw new IllegalArgumentException("version 0 means nothing was stored");
    }
    if (payloadVersion.isAfter(expirationVersion)) {
      throw new IllegalArgumentException(
          "payload version " + payloadVersion + " is after " + expirationVersion);
    }
  }

  /** Returns the version that clients see. */
  public RecordVersion version() {
    return expirationVersion;
  }

  /** Returns whether a read at {@code nowUnixSeconds} answers this record. */
  public boolean isLive(long nowUnixSeconds) {
    return kind == PayloadKind.VALUE && !expiration.isPast(nowUnixSeconds);
  }

  /**
   * Returns whether this record still has a say at {@code nowUnixSeconds}: it is live, or so young
   * that it may have to keep an older write from coming back.
   */
  public boolean isRemembered(long nowUnixSeconds) {
    return isLive(nowUnixSeconds)
        || version().unixSeconds() + StoredRecord.TOMBSTONE_LIFETIME_SECONDS > nowUnixSeconds;
  }

  /**
   * Returns this header as a replica has it that forgot the payload of what expired. Replicas do so
   * when they like, so two of them hold the same if these are equal.
   */
  public RecordHeader withoutExpiredPayload(long nowUnixSeconds) {
    return kind == PayloadKind.VALUE && expiration.isPast(nowUnixSeconds)
        ? Retention.withoutPayload(this)
        : this;
  }

  /** Decides which payload a merge with {@code incoming} keeps. */
  PayloadChoice choosePayload(RecordHeader incoming) {
    int order = payloadVersion.compareTo(incoming.payloadVersion);
    if (order == 0) {
      order = kind.compareTo(incoming.kind);
    }
    if (order == 0) {
      return kind == PayloadKind.VALUE ? PayloadChoice.GREATER : PayloadChoice.STORED;
    }
    return order > 0 ? PayloadChoice.STORED : PayloadChoice.INCOMING;
  }

  /** Returns whether a merge replaces this header's expiration register with {@code other}'s. */
  private boolean yieldsExpirationTo(RecordHeader other) {
    int order = expirationVersion.compareTo(other.expirationVersion);
    return order < 0 || (order == 0 && expiration.compareTo(other.expiration) < 0);
  }

  /** Returns the merged header, given that the payload register of {@code payload} was kept. */
  RecordHeader mergedWith(RecordHeader other, RecordHeader payload) {
    RecordHeader newer = yieldsExpirationTo(other) ? other : this;
    return new RecordHeader(
        payload.kind, payload.payloadVersion, newer.expiration, newer.expirationVersion);
  }
}
