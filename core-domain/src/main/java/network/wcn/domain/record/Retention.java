package network.wcn.domain.record;

/**
 * What a database may forget, and when.
 *
 * <p>A dead record goes on blocking older writes that arrive late, so it is forgotten only when
 * none is expected any more:
 *
 * <ul>
 *   <li>a tombstone or a bare expiration lives until {@link #MEMORY_SECONDS} after its version;
 *   <li>an expired value keeps its payload for {@link #PAYLOAD_GRACE_SECONDS}, in which a change of
 *       its expiration that was under way can still save it, and its header as long as a tombstone;
 *   <li>what cannot be right is forgotten at once: a version more than {@link #LEEWAY_SECONDS}
 *       ahead of the clock, which nobody could overwrite, and a value that expires later than the
 *       longest lifetime and the same leeway from now.
 * </ul>
 *
 * <p>The reference forgets expired values and everything without a value at its first compaction,
 * and takes the last rule alike, with 120 s.
 *
 * @param longestLifetimeSeconds how far ahead of the clock a value may expire
 * @throws IllegalArgumentException if the lifetime is not positive
 * @see "design.md section 4, protocol/wire.md section 7"
 */
public record Retention(long longestLifetimeSeconds) {
  /** How long after its version a record without payload is remembered. */
  public static final long MEMORY_SECONDS = StoredRecord.TOMBSTONE_LIFETIME_SECONDS;

  /** How long an expired value keeps its payload. */
  public static final long PAYLOAD_GRACE_SECONDS = 3_600;

  /**
   * How far ahead of a database's clock anything may lie: the two minutes that nodes grant to
   * clients, and one by which the clocks of node and database may differ.
   */
  public static final long LEEWAY_SECONDS = 180;

  /** The network's rule: values live for 30 days at most. */
  public static final Retention STANDARD = new Retention(30 * 86_400L);

  private static final long MICROS = 1_000_000;

  /** What to do with a stored record. */
  public enum Verdict {
    /** It stays as it is. */
    KEEP,
    /** It becomes a tombstone: {@link Retention#withoutPayload}. */
    DROP_PAYLOAD,
    /** It goes. */
    REMOVE
  }

  public Retention {
    if (longestLifetimeSeconds <= 0) {
      throw new IllegalArgumentException(
          "the longest lifetime is at least 1 second, got " + longestLifetimeSeconds);
    }
  }

  /**
   * Judges a record with {@code header}.
   *
   * @param nowUnixSeconds the clock of the database, not negative
   */
  public Verdict judge(RecordHeader header, long nowUnixSeconds) {
    if (nowUnixSeconds < 0) {
      throw new IllegalArgumentException("a clock before 1970 forgets nothing: " + nowUnixSeconds);
    }
    if (isVersionAhead(header, nowUnixSeconds)) {
      return Verdict.REMOVE;
    }
    if (header.kind() == PayloadKind.VALUE) {
      return judgeValue(header, nowUnixSeconds);
    }
    return isRemembered(header, nowUnixSeconds) ? Verdict.KEEP : Verdict.REMOVE;
  }

  private Verdict judgeValue(RecordHeader header, long now) {
    long expiresAt = header.expiration().unixSeconds();
    if (!header.expiration().isPast(now)) {
      long latest = now + longestLifetimeSeconds + LEEWAY_SECONDS;
      return Long.compareUnsigned(expiresAt, latest) > 0 ? Verdict.REMOVE : Verdict.KEEP;
    }
    if (now < expiresAt + PAYLOAD_GRACE_SECONDS) {
      return Verdict.KEEP;
    }
    return isRemembered(header, now) ? Verdict.DROP_PAYLOAD : Verdict.REMOVE;
  }

  private static boolean isVersionAhead(RecordHeader header, long now) {
    long latestMicros = (now + LEEWAY_SECONDS) * MICROS;
    return Long.compareUnsigned(header.version().micros(), latestMicros) > 0;
  }

  private static boolean isRemembered(RecordHeader header, long now) {
    return now < header.version().unixSeconds() + MEMORY_SECONDS;
  }

  /**
   * Returns the header that is left when a value's payload is dropped: a tombstone just older than
   * the value. It blocks every earlier write, but where another replica still has the value because
   * it knows of a later expiration, the value wins.
   */
  public static RecordHeader withoutPayload(RecordHeader value) {
    RecordVersion before = new RecordVersion(value.payloadVersion().micros() - 1);
    return new RecordHeader(
        before.isNone() ? PayloadKind.NONE : PayloadKind.TOMBSTONE,
        before,
        value.expiration(),
        value.expirationVersion());
  }
}
