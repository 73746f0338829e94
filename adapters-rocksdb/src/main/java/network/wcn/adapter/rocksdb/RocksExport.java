package network.wcn.adapter.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** A walk over both column families as they were when it began. */
final class RocksExport implements ExportCursor {
  private final OpenGate gate;
  private final RocksDB database;
  private final Rows rows;
  private final PositionRange range;
  private final Consumer<RocksExport> whenClosed;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private RowTable table = RowTable.RECORDS;
  private @Nullable RocksIterator iterator;
  private boolean closed;

  /** Begins a walk; the caller is inside of {@code gate}. */
  RocksExport(
      OpenGate gate,
      RocksDB database,
      Rows rows,
      PositionRange range,
      Consumer<RocksExport> whenClosed) {
    this.gate = gate;
    this.database = database;
    this.rows = rows;
    this.range = range;
    this.whenClosed = whenClosed;
    snapshot = database.getSnapshot();
    options = RocksOptions.walk().setSnapshot(snapshot);
    iterator = begin(table);
  }

  private RocksIterator begin(RowTable next) {
    RocksIterator started = database.newIterator(rows.handle(next), options);
    started.seek(ByteBuffer.allocate(Long.BYTES).putLong(range.first()).array());
    return started;
  }

  @Override
  public Optional<ExportedRecord> next() {
    gate.enter();
    try {
      return closed ? failClosed() : advance();
    } catch (RocksDBException e) {
      throw RocksFaults.of("exporting", e);
    } catch (MalformedMessage e) {
      throw RocksFaults.of("exporting", e);
    } finally {
      gate.leave();
    }
  }

  private static Optional<ExportedRecord> failClosed() {
    throw new StoreFault(StoreFault.Kind.CLOSED, "the export was closed");
  }

  private Optional<ExportedRecord> advance() throws RocksDBException {
    while (iterator != null) {
      if (iterator.isValid()) {
        byte[] key = iterator.key();
        if (Long.compareUnsigned(ByteBuffer.wrap(key).getLong(), range.last()) <= 0) {
          ByteBuffer value = ByteBuffer.wrap(iterator.value());
          iterator.next();
          return Optional.of(
              new ExportedRecord(new RowKey(table, key).decode(), RowForm.decode(value)));
        }
      }
      iterator.status();
      iterator.close();
      iterator = table == RowTable.RECORDS ? begin(RowTable.FIELDS) : null;
      table = RowTable.FIELDS;
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    gate.enterToRelease(this::release);
    whenClosed.accept(this);
  }

  /** Gives up the snapshot; nobody is inside of {@link #next}. */
  synchronized void release() {
    if (closed) {
      return;
    }
    closed = true;
    if (iterator != null) {
      iterator.close();
      iterator = null;
    }
    options.close();
    database.releaseSnapshot(snapshot);
    snapshot.close();
  }
}
