package network.wcn.adapter.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.WallClock;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The storage engine over RocksDB: each record is one row, each batch one write that is synced
 * before it is answered.
 *
 * <p>An engine that is closed leaves no RocksDB thread behind once it was the last one of the
 * process; a process that ends without closing it closes it on the way, see {@link OpenStores}.
 */
public final class RocksRecordStore implements CopyableStore {
  /** Keys of this size and more are refused; RocksDB itself takes them up to 4 GiB. */
  private static final int LONGEST_KEY_BYTES = 8 << 20;

  private final OpenDatabase open;
  private final RocksDB database;
  private final RocksOptions options;
  private final Rows rows;
  private final RocksFigures figures;
  private final OpenGate gate = new OpenGate();
  private final ReentrantLock writing = new ReentrantLock();
  private final Set<RocksExport> exports = ConcurrentHashMap.newKeySet();

  private RocksRecordStore(OpenDatabase open) {
    this.open = open;
    database = open.rocks();
    options = open.options();
    rows = new Rows(database, options.point(), open.families());
    figures = new RocksFigures(open, rows);
  }

  /**
   * Opens the database in {@code directory}, which is made (but not its parents) if it is missing.
   *
   * @param clock decides what compactions forget
   * @param metrics where compactions are counted
   * @throws network.wcn.port.storage.StoreFault of kind {@code FOREIGN} if the directory holds
   *     anything else or a newer format, {@code LOCKED} if it is open already, {@code CORRUPT} if
   *     its files are damaged or missing, {@code DISK_FULL} or {@code IO}
   */
  public static RocksRecordStore open(
      Path directory, RocksSettings settings, WallClock clock, Metrics metrics) {
    RocksRecordStore store =
        new RocksRecordStore(OpenDatabase.open(directory, settings, clock, metrics));
    OpenStores.add(store);
    return store;
  }

  @Override
  public int longestKeyBytes() {
    return LONGEST_KEY_BYTES;
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    RowKey row = StorageKeys.of(key);
    gate.enter();
    try {
      return rows.read(row);
    } finally {
      gate.leave();
    }
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    RowKey row = StorageKeys.of(key);
    gate.enter();
    try {
      return rows.readHeader(row);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    gate.enter();
    try (MapWalk walk =
        new MapWalk(
            database.newIterator(rows.handle(Family.FIELDS), options.withinPrefix()), map)) {
      walk.visit(map, after, visitor);
    } catch (RocksDBException e) {
      throw RocksFaults.of("reading a map", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    gate.enter();
    writing.lock();
    try {
      BatchMerge batch = new BatchMerge(rows);
      List<MergeResult> results = new ArrayList<>(merges.size());
      for (Merge merge : merges) {
        results.add(merge(batch, merge));
      }
      write(batch);
      return results;
    } finally {
      writing.unlock();
      gate.leave();
    }
  }

  private static MergeResult merge(BatchMerge batch, Merge merge) {
    int size = sizeOf(merge.key());
    if (size > LONGEST_KEY_BYTES) {
      return new MergeResult.Refused(
          "key and field have " + size + " bytes, at most " + LONGEST_KEY_BYTES + " are stored");
    }
    return batch.merge(StorageKeys.of(merge.key()), merge.incoming())
        ? MergeResult.Stored.INSTANCE
        : MergeResult.Unchanged.INSTANCE;
  }

  private static int sizeOf(RecordKey key) {
    return switch (key) {
      case RecordKey.Single single -> single.key().size();
      case RecordKey.Field field -> field.key().size() + field.field().size();
    };
  }

  private void write(BatchMerge merged) {
    if (merged.changedRows() == 0) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      merged.writeTo(batch);
      database.write(options.durable(), batch);
    } catch (RocksDBException e) {
      throw RocksFaults.of("writing " + merged.changedRows() + " rows", e);
    }
  }

  @Override
  public ExportCursor export(PositionRange range) {
    gate.enter();
    try {
      RocksExport[] self = new RocksExport[1];
      RocksExport export =
          new RocksExport(gate, database, rows, range, () -> exports.remove(self[0]));
      self[0] = export;
      exports.add(export);
      return export;
    } finally {
      gate.leave();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Rewrites all files, at the rate of the settings.
   */
  @Override
  public void purge() {
    gate.enter();
    try (CompactRangeOptions everything =
        new CompactRangeOptions().setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      for (Family family : Family.values()) {
        database.compactRange(rows.handle(family), null, null, everything);
      }
    } catch (RocksDBException e) {
      throw RocksFaults.of("purging", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void copyTo(Path target) {
    gate.enter();
    try {
      StoreCopy.of(database, target);
    } finally {
      gate.leave();
    }
  }

  @Override
  public List<StoreFigure> figures() {
    gate.enter();
    try {
      return figures.read();
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    gate.close(this::closeNatives);
  }

  private void closeNatives() {
    exports.forEach(RocksExport::release);
    open.close();
    OpenStores.remove(this);
  }
}
