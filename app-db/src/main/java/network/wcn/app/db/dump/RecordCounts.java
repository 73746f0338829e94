package network.wcn.app.db.dump;

import java.util.Optional;
import java.util.function.IntConsumer;
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
  /** A wait for each record would be too short to be kept. */
  private static final int STEP_BYTES = 1 << 20;

  /** Counts what {@code cursor} shows and closes it: whoever counted a database could read it. */
  public static RecordCounts of(ExportCursor cursor) {
    return of(cursor, _ -> {});
  }

  /**
   * Counts likewise, not faster than {@code throttle} says: a database that others use is read from
   * the same disk.
   */
  public static RecordCounts of(ExportCursor cursor, Throttle throttle) {
    return of(cursor, throttle::take);
  }

  private static RecordCounts of(ExportCursor cursor, IntConsumer reading) {
    long singles = 0;
    long fields = 0;
    int unpaid = 0;
    try (cursor) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        ExportedRecord found = next.get();
        switch (found.key()) {
          case RecordKey.Single _ -> singles++;
          case RecordKey.Field _ -> fields++;
        }
        unpaid += found.key().sizeBytes() + found.record().payload().size();
        if (unpaid >= STEP_BYTES) {
          reading.accept(unpaid);
          unpaid = 0;
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
