package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.replication.RequestTrailer.Detail;

/**
 * What a replica's answer to a read of one record tells, as far as it can be compared.
 *
 * @param exact whether the replica told its header; otherwise only what a client would see is known
 * @param header of what it remembers; only if exact
 * @param expiration of the live record, if there is one
 * @param version of the live record, if there is one and the answer shows it
 * @param value the live record itself, if it was asked for
 */
record HeldRecord(
    boolean exact,
    Optional<RecordHeader> header,
    Optional<Expiration> expiration,
    Optional<RecordVersion> version,
    Optional<LiveRecord> value) {

  /**
   * Reads an answer.
   *
   * @param asked how much was wanted; with headers only, a replica of ours shows no record
   * @return nothing if the answer does not fit or the evidence contradicts it: such a replica told
   *     nothing
   */
  static Optional<HeldRecord> of(
      Answer answer, Optional<Evidence> evidence, Detail asked, long nowUnixSeconds) {
    return switch (evidence.orElse(null)) {
      case null -> shown(answer);
      case Evidence.OfRecord(var header, _) when agree(answer, header, asked, nowUnixSeconds) ->
          Optional.of(exactly(header, valueIn(answer), nowUnixSeconds));
      case Evidence _ -> Optional.empty();
    };
  }

  private static Optional<HeldRecord> shown(Answer answer) {
    return switch (answer) {
      case Answer.Found(var record) -> {
        Optional<LiveRecord> live = record.filter(r -> !r.version().isNone());
        yield Optional.of(
            new HeldRecord(
                false,
                Optional.empty(),
                live.map(LiveRecord::expiration),
                live.map(LiveRecord::version),
                live));
      }
      case Answer.Expires(var expiration) ->
          Optional.of(
              new HeldRecord(
                  false, Optional.empty(), expiration, Optional.empty(), Optional.empty()));
      case Answer _ -> Optional.empty();
    };
  }

  private static boolean agree(
      Answer answer, Optional<RecordHeader> header, Detail asked, long nowUnixSeconds) {
    return switch (answer) {
      case Answer.Found(var record) when asked == Detail.FULL && header.isPresent() ->
          ReplicaState.agree(header.get(), record, nowUnixSeconds);
      case Answer.Found(var record) -> record.isEmpty();
      case Answer.Expires(var expiration) ->
          expiration.equals(
              header.filter(h -> h.isLive(nowUnixSeconds)).map(RecordHeader::expiration));
      case Answer _ -> false;
    };
  }

  private static HeldRecord exactly(
      Optional<RecordHeader> header, Optional<LiveRecord> value, long nowUnixSeconds) {
    Optional<RecordHeader> live = header.filter(h -> h.isLive(nowUnixSeconds));
    return new HeldRecord(
        true,
        header
            .filter(h -> h.isRemembered(nowUnixSeconds))
            .map(h -> h.withoutExpiredPayload(nowUnixSeconds)),
        live.map(RecordHeader::expiration),
        live.map(RecordHeader::version),
        value);
  }

  private static Optional<LiveRecord> valueIn(Answer answer) {
    return answer instanceof Answer.Found(var record) ? record : Optional.empty();
  }

  /** Returns whether nothing that both told differs. */
  boolean agreesWith(HeldRecord other) {
    if (exact && other.exact) {
      return header.equals(other.header);
    }
    return expiration.equals(other.expiration)
        && equalIfKnown(version, other.version)
        && equalIfKnown(value, other.value);
  }

  private static <T> boolean equalIfKnown(Optional<T> left, Optional<T> right) {
    return left.isEmpty() || right.isEmpty() || left.equals(right);
  }
}
