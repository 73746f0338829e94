package network.wcn.adapter.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.port.storage.engine.StoreDirectory;
import network.wcn.port.time.WallClock;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * RocksDB with its files, options and column families: opened and closed in the right order.
 *
 * <p>RocksDB writes when it is opened. A database that is there but cannot be written to, since its
 * disk is full or read-only, is opened for reading only.
 */
final class OpenDatabase implements AutoCloseable {
  private final StoreDirectory directory;
  private final RetentionClock clock;
  private final RocksOptions options;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles;
  private final Optional<StoreFault> whyReadOnly;

  private OpenDatabase(
      StoreDirectory directory,
      RetentionClock clock,
      RocksOptions options,
      RocksDB database,
      List<ColumnFamilyHandle> handles,
      Optional<StoreFault> whyReadOnly) {
    this.directory = directory;
    this.clock = clock;
    this.options = options;
    this.database = database;
    this.handles = handles;
    this.whyReadOnly = whyReadOnly;
  }

  /** One of RocksDB's ways to open a database. */
  @FunctionalInterface
  private interface Way {
    RocksDB open(
        DBOptions options,
        String path,
        List<ColumnFamilyDescriptor> descriptors,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  static OpenDatabase open(
      Path directory, RocksSettings settings, WallClock clock, Metrics metrics) {
    StoreDirectory taken = StoreDirectory.take(directory, RocksStoreEngine.FORMAT);
    try {
      RetentionClock judging = RetentionClock.load(taken.root(), clock);
      LogFiles.check(taken.data(), settings.walRecovery());
      OpenDatabase open = openAsFarAsPossible(taken, settings, judging, metrics);
      taken.confirm();
      open.keepClock();
      return open;
    } catch (RocksDBException e) {
      taken.close();
      throw RocksFaults.ofOpening(directory.toString(), e);
    } catch (IOException e) {
      taken.close();
      throw StoreDirectory.failed("opening " + directory, e);
    } catch (StoreFault damage) {
      taken.close();
      throw damage;
    }
  }

  private static OpenDatabase openAsFarAsPossible(
      StoreDirectory directory, RocksSettings settings, RetentionClock clock, Metrics metrics)
      throws RocksDBException {
    try {
      return open(directory, settings, clock, metrics, RocksDB::open, Optional.empty());
    } catch (RocksDBException e) {
      StoreFault fault = RocksFaults.ofOpening(directory.root().toString(), e);
      if (directory.isFresh() || !mayBeRead(fault)) {
        throw e;
      }
      Optional<StoreFault> why = Optional.of(fault);
      return open(directory, settings, clock, metrics, OpenDatabase::openReadOnly, why);
    }
  }

  private static boolean mayBeRead(StoreFault fault) {
    return fault.kind() == StoreFault.Kind.DISK_FULL || fault.kind() == StoreFault.Kind.READ_ONLY;
  }

  private static RocksDB openReadOnly(
      DBOptions options,
      String path,
      List<ColumnFamilyDescriptor> descriptors,
      List<ColumnFamilyHandle> handles)
      throws RocksDBException {
    return RocksDB.openReadOnly(options, path, descriptors, handles);
  }

  private static OpenDatabase open(
      StoreDirectory directory,
      RocksSettings settings,
      RetentionClock clock,
      Metrics metrics,
      Way way,
      Optional<StoreFault> whyReadOnly)
      throws RocksDBException {
    RocksOptions options = new RocksOptions(settings, directory.isFresh(), clock::now, metrics);
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB database =
          way.open(options.database(), directory.data().toString(), options.descriptors(), handles);
      return new OpenDatabase(directory, clock, options, database, handles, whyReadOnly);
    } catch (RocksDBException e) {
      options.close();
      throw e;
    }
  }

  RocksDB rocks() {
    return database;
  }

  /** Returns why nothing can be written as long as this is open, if so. */
  Optional<StoreFault> whyReadOnly() {
    return whyReadOnly;
  }

  RocksOptions options() {
    return options;
  }

  RetentionClock clock() {
    return clock;
  }

  Map<RowTable, ColumnFamilyHandle> families() {
    return byFamily(handles);
  }

  /** Names handles that come in the order of {@link RocksOptions#descriptors}. */
  static Map<RowTable, ColumnFamilyHandle> byFamily(List<ColumnFamilyHandle> handles) {
    Map<RowTable, ColumnFamilyHandle> byFamily = new EnumMap<>(RowTable.class);
    int next = 1;
    for (RowTable table : RowTable.values()) {
      byFamily.put(table, handles.get(next));
      next++;
    }
    return byFamily;
  }

  /** Ends background work and frees everything native; nobody may be using it. */
  @Override
  public void close() {
    database.cancelAllBackgroundWork(true);
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
    options.close();
    keepClock();
    directory.close();
  }

  private void keepClock() {
    try {
      clock.save();
    } catch (IOException _) {
      // A full disk: the next process starts with what an earlier one kept.
    }
  }
}
