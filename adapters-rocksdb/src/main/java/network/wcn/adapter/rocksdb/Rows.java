package network.wcn.adapter.rocksdb;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Rows of an open database, read one by one. */
final class Rows implements MergeBatch.Stored<RowKey> {
  /** Most values fit; larger ones cost a second look-up. */
  private static final int VALUE_BUFFER_BYTES = 16 << 10;

  private static final int KEY_BUFFER_BYTES = 1 << 10;

  private final RocksDB database;
  private final ReadOptions options;
  private final Map<RowTable, ColumnFamilyHandle> handles;
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

  /** Memory outside the heap that RocksDB copies keys from, and values from and to. */
  private static final class Buffers {
    private ByteBuffer key = ByteBuffer.allocateDirect(KEY_BUFFER_BYTES);
    private final ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BUFFER_BYTES);

    ByteBuffer key(byte[] content) {
      if (key.capacity() < content.length) {
        key = ByteBuffer.allocateDirect(content.length);
      }
      return key.clear().put(content).flip();
    }

    ByteBuffer value(int limit) {
      return value.clear().limit(limit);
    }
  }

  Rows(RocksDB database, ReadOptions options, Map<RowTable, ColumnFamilyHandle> handles) {
    this.database = database;
    this.options = options;
    this.handles = handles;
  }

  ColumnFamilyHandle handle(RowTable table) {
    ColumnFamilyHandle handle = handles.get(table);
    if (handle == null) {
      throw new IllegalStateException("no handle of " + table);
    }
    return handle;
  }

  @Override
  public Optional<StoredRecord> read(RowKey key) {
    Buffers mine = buffers.get();
    ByteBuffer value = mine.value(VALUE_BUFFER_BYTES);
    int size = get(key, mine, value);
    if (size == RocksDB.NOT_FOUND) {
      return Optional.empty();
    }
    return size <= VALUE_BUFFER_BYTES
        ? Optional.of(RowForm.decode(value))
        : readWhole(key).map(whole -> RowForm.decode(ByteBuffer.wrap(whole)));
  }

  @Override
  public Optional<RecordHeader> readHeader(RowKey key) {
    Buffers mine = buffers.get();
    ByteBuffer value = mine.value(RowForm.HEADER_BYTES);
    return get(key, mine, value) == RocksDB.NOT_FOUND
        ? Optional.empty()
        : Optional.of(RowForm.header(value));
  }

  /** Adds a row to {@code batch}. */
  void put(WriteBatch batch, RowKey key, StoredRecord row) {
    ColumnFamilyHandle handle = handle(key.table());
    int size = RowForm.size(row);
    try {
      if (size <= VALUE_BUFFER_BYTES) {
        Buffers mine = buffers.get();
        ByteBuffer value = mine.value(size);
        RowForm.put(value, row);
        batch.put(handle, mine.key(key.content()), value.flip());
      } else {
        batch.put(handle, key.content(), RowForm.encode(row));
      }
    } catch (RocksDBException e) {
      throw RocksFaults.of("collecting a batch", e);
    }
  }

  private int get(RowKey key, Buffers mine, ByteBuffer value) {
    try {
      return database.get(handle(key.table()), options, mine.key(key.content()), value);
    } catch (RocksDBException e) {
      throw RocksFaults.of("reading " + key, e);
    }
  }

  private Optional<byte[]> readWhole(RowKey key) {
    try {
      return Optional.ofNullable(database.get(handle(key.table()), options, key.content()));
    } catch (RocksDBException e) {
      throw RocksFaults.of("reading " + key, e);
    }
  }
}
