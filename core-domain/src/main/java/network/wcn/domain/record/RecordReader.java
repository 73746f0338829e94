package network.wcn.domain.record;

import java.util.Optional;
import network.wcn.domain.Bytes;

/** Stored records, to be read: the half of a storage engine that answers questions. */
public interface RecordReader {
  /** Returns the record under {@code key}, dead or alive, unless nothing is remembered. */
  Optional<StoredRecord> read(RecordKey key);

  /** Returns the header of the record under {@code key} without reading its payload. */
  Optional<RecordHeader> readHeader(RecordKey key);

  /**
   * Shows the fields of {@code map} to {@code visitor}, dead ones included, in {@link FieldOrder},
   * from one consistent state.
   *
   * @param after field after which to begin, which need not exist; empty for the first one
   */
  void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor);
}
