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
  /** The header behind the answer to a read of one record, dead or alive, if there is one. */
  record OfRecord(Optional<RecordHeader> header) implements Evidence {}

  /**
   * Everything remembered between a cursor and {@code coveredUntil}.
   *
   * @param fields in field order, dead ones included
   * @param coveredUntil last field looked at, inclusive; empty when the map's end was reached
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
   * @param coveredUntil last field looked at, inclusive; empty when the map's end was reached
   */
  record OfDigest(long liveCount, long hash, Optional<Bytes> coveredUntil) implements Evidence {}

  /** A field of a map and the header of its record. */
  record FieldHeader(Bytes field, RecordHeader header) {}
}
