package network.wcn.domain.replication;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;

/**
 * What a replica of ours knows beyond its answer: the versions of both registers, and what it
 * remembers of the dead.
 */
public sealed interface Evidence {
  /**
   * The record behind the answer to a read of one record, dead or alive.
   *
   * @param header of the record, if there is one
   * @param hiddenPayload the value of a record that expired, which the answer leaves out; only for
   *     {@link RequestTrailer.Detail#FULL}
   */
  record OfRecord(Optional<RecordHeader> header, Optional<Bytes> hiddenPayload)
      implements Evidence {}

  /**
   * Everything {@linkplain RecordHeader#isRemembered remembered} between a cursor and {@code
   * coveredUntil}.
   *
   * @param fields in field order, dead ones included
   * @param coveredUntil last remembered field of the page, inclusive; empty when the map's end was
   *     reached
   */
  record OfPage(List<FieldHeader> fields, Optional<Bytes> coveredUntil) implements Evidence {
    public OfPage {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A hash over what {@link OfPage} would tell: the digest of a page, or of a whole map.
   *
   * @param liveCount how many live fields it covers
   * @param hash XXH3-64 over every remembered field and its header
   * @param coveredUntil as in {@link OfPage}
   */
  record OfDigest(long liveCount, long hash, Optional<Bytes> coveredUntil) implements Evidence {}

  /**
   * A field of a map and the header of its record.
   *
   * @param hiddenPayload as in {@link OfRecord}
   */
  record FieldHeader(Bytes field, RecordHeader header, Optional<Bytes> hiddenPayload) {}
}
