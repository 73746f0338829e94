package network.wcn.adapter.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
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

  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  private final OpenDatabase open;
  private final RocksDB database;
  private final RocksOptions options;
  private final Rows rows;
  private final Optional<RowCache> cache;
  private final MergeBatch.Stored<RowKey> stored;
  private final RecordReader inMemory;
  private final RocksFigures figures;
  private final OpenGate gate = new OpenGate();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong backgroundErrors = new AtomicLong();
  private final AtomicBoolean isReadOnlyTold = new AtomicBoolean();
  private final Set<RocksExport> exports = ConcurrentHashMap.newKeySet();

  private RocksRecordStore(OpenDatabase open) {
    this.open = open;
    database = open.rocks();
    options = open.options();
    rows = new Rows(database, options.point(), open.families());
    long cacheBytes = options.settings().rowCacheBytes();
    cache = cacheBytes > 0 ? Optional.of(new RowCache(rows, cacheBytes)) : Optional.empty();
    stored = cache.<MergeBatch.Stored<RowKey>>map(Function.identity()).orElse(rows);
    inMemory =
        cache.<RecordReader>map(kept -> new CachedRecords(gate, kept)).orElse(NotInMemory.READER);
    figures = new RocksFigures(open, rows, cache);
  }

  /**
   * Opens the database in {@code directory}, which is made (but not its parents) if it is missing.
   *
   * <p>If the disk of a database is so full that RocksDB cannot open it, or read-only, it is opened
   * for reading only: {@link #checkBackground} tells so once, and whatever writes fails.
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

  /** Something that is done with the database while nobody can close it. */
  @FunctionalInterface
  private interface Inside<T> {
    T call() throws RocksDBException;
  }

  private <T> T inside(String doing, Inside<T> work) {
    gate.enter();
    try {
      return work.call();
    } catch (RocksDBException e) {
      throw RocksFaults.of(doing, e);
    } catch (MalformedMessage e) {
      throw RocksFaults.of(doing, e);
    } finally {
      gate.leave();
    }
  }

  private <T> T changing(String doing, Inside<T> work) {
    return inside(
        doing,
        () -> {
          checkWritable();
          return work.call();
        });
  }

  private void checkWritable() {
    if (open.whyReadOnly().isPresent()) {
      StoreFault why = open.whyReadOnly().get();
      throw new StoreFault(
          why.kind(), "open for reading only until it is opened anew: " + why.getMessage(), why);
    }
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    RowKey row = RowKey.of(key);
    return inside("reading a record", () -> stored.read(row));
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    RowKey row = RowKey.of(key);
    return inside("reading a header", () -> stored.readHeader(row));
  }

  @Override
  public RecordReader inMemory() {
    return inMemory;
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    inside(
        "reading a map",
        () -> {
          RocksIterator rowsOfMap =
              database.newIterator(rows.handle(RowTable.FIELDS), options.withinPrefix());
          try (MapWalk walk = new MapWalk(rowsOfMap, map)) {
            walk.visit(map, after, visitor);
          }
          return after;
        });
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    return changing(
        "writing a batch",
        () -> {
          writing.lock();
          try {
            return applyAlone(merges);
          } finally {
            writing.unlock();
          }
        });
  }

  private List<MergeResult> applyAlone(List<Merge> merges) throws RocksDBException {
    MergeBatch<RowKey> batch = new MergeBatch<>(stored);
    List<MergeResult> results = new ArrayList<>(merges.size());
    for (Merge merge : merges) {
      results.add(merge(batch, merge));
    }
    write(batch);
    return results;
  }

  private static MergeResult merge(MergeBatch<RowKey> batch, Merge merge) {
    int size = merge.key().sizeBytes();
    if (size > LONGEST_KEY_BYTES) {
      return new MergeResult.Refused(
          "key and field have " + size + " bytes, at most " + LONGEST_KEY_BYTES + " are stored");
    }
    return batch.merge(RowKey.of(merge.key()), merge.incoming())
        ? MergeResult.Stored.INSTANCE
        : MergeResult.Unchanged.INSTANCE;
  }

  private void write(MergeBatch<RowKey> merged) throws RocksDBException {
    if (merged.changes() == 0) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      merged.forEachChange((key, row) -> rows.put(batch, key, row));
      database.write(options.durable(), batch);
      cache.ifPresent(kept -> merged.forEachChange(kept::written));
    } catch (RocksDBException e) {
      cache.ifPresent(kept -> merged.forEachChange((key, _) -> kept.doubt(key)));
      throw e;
    }
  }

  @Override
  public ExportCursor export(PositionRange range) {
    return inside(
        "beginning an export",
        () -> {
          RocksExport export = new RocksExport(gate, database, rows, range, exports::remove);
          exports.add(export);
          return export;
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>Rewrites all files, at the rate of the settings, and empties the row cache.
   */
  @Override
  public void purge() {
    changing(
        "purging",
        () -> {
          // A compaction that runs already judges by an earlier second, and its files may be passed
          // over: then all of it is done again.
          boolean again = database.getLongProperty("rocksdb.num-running-compactions") > 0;
          compactAll();
          if (again) {
            compactAll();
          }
          cache.ifPresent(RowCache::clear);
          return rows;
        });
  }

  private void compactAll() throws RocksDBException {
    try (CompactRangeOptions everything =
        new CompactRangeOptions().setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      for (RowTable table : RowTable.values()) {
        database.compactRange(rows.handle(table), null, null, everything);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Writes to the write-ahead log only. After a full disk RocksDB recovers in the background,
   * but not always; and nothing but opening it anew lets it write after any other failed write.
   */
  @Override
  public void probe() {
    changing(
        "writing for a trial",
        () -> {
          writing.lock();
          try (WriteBatch nothing = new WriteBatch()) {
            nothing.putLogData(PROBE);
            database.write(options.durable(), nothing);
          } finally {
            writing.unlock();
          }
          return rows;
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>RocksDB counts what its flushes and compactions meet, and keeps what it cannot get over for
   * the next write: so that is tried when the count has grown.
   */
  @Override
  public void checkBackground() {
    if (!isReadOnlyTold.getAndSet(true)) {
      checkWritable();
    }
    long errors = inside("looking behind compactions", figures::backgroundErrors);
    if (backgroundErrors.getAndSet(errors) != errors) {
      probe();
    }
  }

  @Override
  public void copyTo(Path target) {
    changing(
        "copying",
        () -> {
          StoreCopy.of(database, target);
          return target;
        });
  }

  /** {@inheritDoc} Tables are never changed, and so shared. */
  @Override
  public long copyBytes() {
    return 0;
  }

  @Override
  public long forgotten() {
    return options.forgotten();
  }

  @Override
  public List<StoreFigure> figures() {
    return inside("reading figures", figures::read);
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
