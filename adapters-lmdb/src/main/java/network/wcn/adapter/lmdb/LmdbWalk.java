package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import network.wcn.wire.stored.StoredKeyCodec;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** A walk over a range of both tables as one transaction sees them. */
final class LmdbWalk implements AutoCloseable {
  private final LmdbTables tables;
  private final PositionRange range;
  private final Txn<ByteBuffer> transaction;
  private RowTable table = RowTable.RECORDS;
  private @Nullable Cursor<ByteBuffer> cursor;
  private boolean begun;

  LmdbWalk(LmdbTables tables, PositionRange range) {
    this.tables = tables;
    this.range = range;
    transaction = tables.env().txnRead();
    cursor = tables.table(table).openCursor(transaction);
  }

  /** Returns the next record, or nothing at the end. */
  Optional<ExportedRecord> next() {
    while (cursor != null) {
      if (advance(cursor)) {
        byte[] key = bytes(cursor.key());
        if (Long.compareUnsigned(ByteBuffer.wrap(key).getLong(), range.last()) <= 0) {
          return Optional.of(
              new ExportedRecord(new RowKey(table, key).decode(), RowForm.decode(cursor.val())));
        }
      }
      cursor.close();
      begun = false;
      cursor =
          table == RowTable.RECORDS ? tables.table(RowTable.FIELDS).openCursor(transaction) : null;
      table = RowTable.FIELDS;
    }
    return Optional.empty();
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
