package network.wcn.app.db.dump;

import java.util.Optional;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;

/**
 * How many records a database holds, dead ones included.
 *
 * @param singles under keys of their own
 * @param fields in maps
 */
public record RecordCounts(long singles, long fields) {
  /** Counts what {@code cursor} shows and closes it: whoever counted a database could read it. */
  public static RecordCounts of(ExportCursor cursor) {
    long singles = 0;
    long fields = 0;
    try (cursor) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        switch (next.get().key()) {
          case RecordKey.Single _ -> singles++;
          case RecordKey.Field _ -> fields++;
        }
      }
    }
    return new RecordCounts(singles, fields);
  }

  /** Returns all of them. */
  public long all() {
    return singles + fields;
  }
}
