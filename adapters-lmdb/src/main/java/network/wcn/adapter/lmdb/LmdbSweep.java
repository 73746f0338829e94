package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * Forgets what may be forgotten, a run of rows at a time.
 *
 * <p>Rows are judged in a transaction for reading; only if there is something to forget, a short
 * one for writing follows, which judges those rows anew.
 */
final class LmdbSweep {
  private static final byte[] START = {};

  private final LmdbTables tables;
  private final Retention retention;
  private final List<RowKey> doomed = new ArrayList<>();
  private boolean ended;
  private RowTable table = RowTable.RECORDS;
  private byte[] last = START;
  private long forgotten;
  private long damagedNow;
  private long damagedLast;
  private Optional<StoreFault> damage = Optional.empty();
  private boolean isDamageTold;

  LmdbSweep(LmdbTables tables, Retention retention) {
    this.tables = tables;
    this.retention = retention;
  }

  Retention retention() {
    return retention;
  }

  long forgotten() {
    return forgotten;
  }

  /** Returns how many rows of the last whole walk, or already of this one, are damaged. */
  long damaged() {
    return Math.max(damagedLast, damagedNow);
  }

  /** Returns the fault of the first damaged row that was ever met. */
  Optional<StoreFault> damage() {
    return damage;
  }

  /** Returns what {@link #damage} does when it is there for the first time, then nothing. */
  Optional<StoreFault> takeDamage() {
    if (isDamageTold) {
      return Optional.empty();
    }
    isDamageTold = damage.isPresent();
    return damage;
  }

  /** Counts what {@code other}, which walked over everything, has done as if this had. */
  void add(LmdbSweep other) {
    forgotten += other.forgotten;
    damagedLast = other.damagedLast;
  }

  /**
   * Judges up to {@code rows} rows behind those of the last call. The caller lets nobody else
   * write. A damaged row is left as it is, and counted. If this fails since nothing can be written,
   * the next call forgets what was to be forgotten, and judges no others.
   *
   * @return whether the last row of all was judged; the next call begins anew
   */
  boolean run(int rows, long now) {
    if (now == RetentionClock.FORGET_NOTHING) {
      return true;
    }
    if (doomed.isEmpty()) {
      ended = collect(rows, now);
    }
    if (!doomed.isEmpty()) {
      forgotten += forget(now);
      doomed.clear();
    }
    return ended;
  }

  private boolean collect(int rows, long now) {
    Txn<ByteBuffer> transaction = tables.take();
    try (Cursor<ByteBuffer> cursor = tables.table(table).openCursor(transaction)) {
      boolean found = seek(cursor);
      for (int judged = 0; found && judged < rows; judged++) {
        last = LmdbWalk.bytes(cursor.key());
        RowKey key = new RowKey(table, last);
        if (isDoomed(key, cursor.val(), now)) {
          doomed.add(key);
        }
        found = cursor.next();
      }
      if (found) {
        return false;
      }
    } finally {
      tables.give(transaction);
    }
    boolean wasLast = table == RowTable.FIELDS;
    if (wasLast) {
      damagedLast = damagedNow;
      damagedNow = 0;
    }
    table = wasLast ? RowTable.RECORDS : RowTable.FIELDS;
    last = START;
    return wasLast;
  }

  private boolean isDoomed(RowKey key, ByteBuffer value, long now) {
    try {
      return verdict(CheckedRow.header(key, value), now) != Retention.Verdict.KEEP;
    } catch (StoreFault fault) {
      // By what it says now nothing may be forgotten; the others are judged all the same.
      damagedNow++;
      note(fault);
      return false;
    }
  }

  private void note(StoreFault met) {
    damage = Optional.of(damage.orElse(met));
  }

  private boolean seek(Cursor<ByteBuffer> cursor) {
    if (last.length == 0) {
      return cursor.first();
    }
    boolean found = cursor.get(tables.key(last), GetOp.MDB_SET_RANGE);
    boolean isJudged = found && Arrays.equals(LmdbWalk.bytes(cursor.key()), last);
    return isJudged ? cursor.next() : found;
  }

  private Retention.Verdict verdict(RecordHeader header, long now) {
    return retention.judge(header, now);
  }

  /** Returns how many rows went. */
  private int forget(long now) {
    int removed = 0;
    try (Txn<ByteBuffer> transaction = tables.env().txnWrite()) {
      for (RowKey key : List.copyOf(doomed)) {
        Optional<RecordHeader> header = readDoomed(transaction, key);
        if (header.isPresent() && forget(transaction, key, header.get(), now)) {
          removed++;
        }
      }
      transaction.commit();
    }
    return removed;
  }

  /** Returns nothing, and spares the row, if it was damaged after it had been judged. */
  private Optional<RecordHeader> readDoomed(Txn<ByteBuffer> transaction, RowKey key) {
    try {
      return tables.readHeader(transaction, key);
    } catch (StoreFault fault) {
      doomed.remove(key); // If this has to be repeated, the row is not counted twice.
      if (ended) {
        damagedLast++;
      } else {
        damagedNow++;
      }
      note(fault);
      return Optional.empty();
    }
  }

  /** Returns whether the row went. */
  private boolean forget(Txn<ByteBuffer> transaction, RowKey key, RecordHeader header, long now) {
    return switch (verdict(header, now)) {
      case KEEP -> false;
      case DROP_PAYLOAD -> {
        tables.put(
            transaction, key, new StoredRecord(Retention.withoutPayload(header), Bytes.empty()));
        yield false;
      }
      case REMOVE -> tables.table(key.table()).delete(transaction, tables.key(key.content()));
    };
  }
}
