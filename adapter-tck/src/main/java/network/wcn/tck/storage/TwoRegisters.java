package network.wcn.tck.storage;

import java.util.Collection;
import java.util.Comparator;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;

/**
 * What must be left of a set of writes, said in one sentence: of each register the greatest.
 *
 * <p>The suites judge engines by this rule and not by {@link StoredRecord#merge}, which engines
 * use.
 *
 * @see "design.md section 3"
 */
final class TwoRegisters {
  private static final Comparator<StoredRecord> PAYLOAD =
      Comparator.comparing((StoredRecord row) -> row.header().payloadVersion())
          .thenComparingInt(row -> rank(row.header().kind()))
          .thenComparing(StoredRecord::payload);

  private static final Comparator<StoredRecord> EXPIRATION =
      Comparator.comparing((StoredRecord row) -> row.header().expirationVersion())
          .thenComparing(row -> row.header().expiration());

  private TwoRegisters() {}

  private static int rank(PayloadKind kind) {
    return switch (kind) {
      case NONE -> 0;
      case VALUE -> 1;
      case TOMBSTONE -> 2;
    };
  }

  /** Returns what all of {@code writes}, at least one, leave in any order. */
  static StoredRecord of(Collection<StoredRecord> writes) {
    StoredRecord payload = writes.stream().max(PAYLOAD).orElseThrow();
    StoredRecord expiration = writes.stream().max(EXPIRATION).orElseThrow();
    RecordHeader header =
        new RecordHeader(
            payload.header().kind(),
            payload.header().payloadVersion(),
            expiration.header().expiration(),
            expiration.header().expirationVersion());
    boolean isValue = payload.header().kind() == PayloadKind.VALUE;
    return new StoredRecord(header, isValue ? payload.payload() : Bytes.empty());
  }
}
