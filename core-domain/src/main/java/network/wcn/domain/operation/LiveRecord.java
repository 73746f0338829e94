package network.wcn.domain.operation;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;

/**
 * A record as clients see it.
 *
 * @param value the stored bytes, possibly none
 * @param expiration when the record dies
 * @param version of the latest write or change of the expiration
 */
public record LiveRecord(Bytes value, Expiration expiration, RecordVersion version) {
  /** Returns what a client sees of {@code stored} at {@code nowUnixSeconds}, if anything. */
  public static Optional<LiveRecord> of(StoredRecord stored, long nowUnixSeconds) {
    if (!stored.isLive(nowUnixSeconds)) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveRecord(stored.payload(), stored.header().expiration(), stored.header().version()));
  }
}
