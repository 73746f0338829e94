package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.port.storage.engine.StoreDirectory;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A walk over a database that is opened for it alone, without a right to write. */
final class RocksExamination implements ExportCursor {
  private final OpenGate gate = new OpenGate();
  private final RocksOptions options;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles;
  private final RocksExport walk;

  private RocksExamination(
      RocksOptions options, RocksDB database, List<ColumnFamilyHandle> handles) {
    this.options = options;
    this.database = database;
    this.handles = handles;
    Rows rows = new Rows(database, options.point(), OpenDatabase.byFamily(handles));
    walk = new RocksExport(gate, database, rows, PositionRange.ALL, _ -> {});
  }

  static RocksExamination open(Path directory, RocksSettings settings) {
    Path data = StoreDirectory.dataOf(directory, RocksStoreEngine.FORMAT);
    try {
      LogFiles.check(data, RocksSettings.WalRecovery.REFUSE);
    } catch (IOException e) {
      throw StoreDirectory.failed("examining " + directory, e);
    }
    RocksOptions options =
        new RocksOptions(settings, false, () -> RetentionClock.FORGET_NOTHING, Metrics.none());
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB database =
          RocksDB.openReadOnly(options.database(), data.toString(), options.descriptors(), handles);
      return new RocksExamination(options, database, handles);
    } catch (RocksDBException e) {
      options.close();
      throw RocksFaults.of("examining " + directory, e);
    }
  }

  @Override
  public Optional<ExportedRecord> next() {
    return walk.next();
  }

  @Override
  public void close() {
    gate.close(() -> {
      walk.release();
      handles.forEach(ColumnFamilyHandle::close);
      database.close();
      options.close();
    });
  }
}
