package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.StoredKeyCodec;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** A walk over a range of all tables as one transaction sees them. */
final class LmdbWalk implements AutoCloseable {
  private final LmdbTables tables;
  private final PositionRange range;
  private final Txn<ByteBuffer> transaction;
  private final Iterator<LmdbTable> left;
  private @Nullable Cursor<ByteBuffer> cursor;
  private @Nullable LmdbTable table;
  private boolean begun;

  LmdbWalk(LmdbTables tables, PositionRange range) {
    this.tables = tables;
    this.range = range;
    transaction = tables.env().txnRead();
    left = tables.inOrder().iterator();
    try {
      openNext();
    } catch (RuntimeException e) {
      transaction.close();
      throw e;
    }
  }

  /** Returns the number of the transaction whose state this sees. */
  long transactionId() {
    return transaction.getId();
  }

  private void openNext() {
    begun = false;
    table = left.hasNext() ? left.next() : null;
    cursor = table == null ? null : table.rows().openCursor(transaction);
  }

  /** Returns the next record, or nothing at the end. */
  Optional<ExportedRecord> next() {
    while (cursor != null && table != null) {
      if (advance(cursor)) {
        RowKey place = new RowKey(table.content(), bytes(cursor.key()));
        StoredRecord record = table.decode(place, cursor.val());
        RecordKey key = place.decode();
        if (Long.compareUnsigned(position(place), range.last()) <= 0) {
          return Optional.of(new ExportedRecord(key, record));
        }
      }
      cursor.close();
      openNext();
    }
    return Optional.empty();
  }

  private static long position(RowKey place) {
    return ByteBuffer.wrap(place.content()).getLong();
  }

  private boolean advance(Cursor<ByteBuffer> on) {
    if (begun) {
      return on.next();
    }
    begun = true;
    Bytes start = StoredKeyCodec.lowerBound(range.first());
    return on.get(tables.key(start.unsafeArray()), GetOp.MDB_SET_RANGE);
  }

  /** Copies a buffer that is read again: LMDB hands out the same one until the cursor moves. */
  static byte[] bytes(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.get(from.position(), copy);
    return copy;
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
    transaction.close();
  }
}
