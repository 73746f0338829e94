package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.RowKey;
import org.lmdbjava.Cursor;
import org.lmdbjava.Txn;

/**
 * Brings a database of format 1, whose rows have no checksums, to format 2.
 *
 * <p>Rows move from the old tables to the new ones, the first ones first, some in each transaction:
 * whenever this is interrupted, every row is in exactly one of them, and the next opening goes on.
 * Pages that become free are used again, so that the file grows little.
 */
final class LmdbUpgrade {
  private static final int ROWS_AT_ONCE = 10_000;
  private static final long BYTES_AT_ONCE = 8 << 20;

  private LmdbUpgrade() {}

  /** Moves all rows that are still as format 1 wrote them. */
  static void run(LmdbTables tables) {
    for (LmdbTable plain : LmdbTable.openPlain(tables.env())) {
      boolean isEmpty = false;
      while (!isEmpty) {
        isEmpty = moveSome(tables, plain) == 0;
      }
      drop(tables, plain);
    }
  }

  static int moveSome(LmdbTables tables, LmdbTable plain) {
    try (Txn<ByteBuffer> transaction = tables.env().txnWrite()) {
      int rows = 0;
      long bytes = 0;
      try (Cursor<ByteBuffer> cursor = plain.rows().openCursor(transaction)) {
        while (rows < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE && cursor.first()) {
          RowKey key = new RowKey(plain.content(), LmdbWalk.bytes(cursor.key()));
          StoredRecord record = plain.decode(key, cursor.val());
          cursor.delete();
          tables.put(transaction, key, record);
          rows++;
          bytes += key.content().length + record.payload().size();
        }
      }
      transaction.commit();
      return rows;
    }
  }

  private static void drop(LmdbTables tables, LmdbTable plain) {
    try (Txn<ByteBuffer> transaction = tables.env().txnWrite()) {
      plain.rows().drop(transaction, true);
      transaction.commit();
    }
  }
}
