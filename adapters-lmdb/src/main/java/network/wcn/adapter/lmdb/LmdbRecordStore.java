package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import network.wcn.wire.stored.StoredKeyCodec;
import org.lmdbjava.Cursor;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The storage engine over LMDB: one memory-mapped tree that readers never wait for, and a commit
 * per batch that is synced before it is answered.
 *
 * <p>A write transaction belongs to the thread of the system that began it: {@link #apply} and
 * {@link #purge} refuse virtual threads, which may change it.
 */
public final class LmdbRecordStore implements CopyableStore {
  /** What the stored form adds to a key: position, size, kind, namespace, and a field's size. */
  private static final int KEY_OVERHEAD_BYTES = 8 + 4 + 1 + 21 + 2;

  private static final int PURGED_AT_ONCE = 10_000;

  private final OpenDatabase open;
  private final RetentionClock clock;
  private final LmdbTables tables;
  private final MapGrowth growth;
  private final LmdbSweep sweep;
  private final SweepThread sweepThread;
  private final OpenGate gate = new OpenGate();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean isReadOnlyTold = new AtomicBoolean();
  private final Set<LmdbExport> exports = ConcurrentHashMap.newKeySet();

  private LmdbRecordStore(OpenDatabase open, LmdbSettings settings) {
    this.open = open;
    clock = open.clock();
    tables = open.tables();
    growth = new MapGrowth(gate, tables, this::endExports);
    sweep = new LmdbSweep(tables, settings.retention());
    sweepThread = new SweepThread(() -> sweep(settings.sweepRowsPerSecond()));
  }

  /**
   * Opens the database in {@code directory}, which is made (but not its parents) if it is missing.
   *
   * <p>One of format 1 is brought to the present format before this returns. If the disk of a
   * database is read-only, it is opened for reading only: {@link #checkBackground} tells so once,
   * and whatever writes fails.
   *
   * @param clock decides what is forgotten
   * @throws network.wcn.port.storage.StoreFault of kind {@code FOREIGN} if the directory holds
   *     anything else or a newer format, {@code LOCKED} if it is open already, {@code CORRUPT},
   *     {@code DISK_FULL}, {@code IO}, or {@code READ_ONLY} if the disk is and there is no database
   *     of the present format yet
   */
  public static LmdbRecordStore open(Path directory, LmdbSettings settings, WallClock clock) {
    return open(directory, settings, clock, LmdbTables::mapBytes);
  }

  static LmdbRecordStore open(
      Path directory, LmdbSettings settings, WallClock clock, OpenDatabase.MapSize mapSize) {
    OpenDatabase open = OpenDatabase.open(directory, settings, clock, mapSize);
    LmdbRecordStore store = new LmdbRecordStore(open, settings);
    open.show(store);
    if (open.whyReadOnly().isEmpty()) {
      store.sweepThread.start();
    }
    return store;
  }

  private <T> T inside(String doing, Supplier<T> work) {
    gate.enter();
    try {
      return work.get();
    } catch (LmdbException e) {
      throw LmdbFaults.of(doing, e);
    } catch (MalformedMessage e) {
      throw LmdbFaults.of(doing, e);
    } finally {
      gate.leave();
    }
  }

  private <T> T alone(String doing, Supplier<T> work) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a write needs a platform thread");
    }
    return inside(
        doing,
        () -> {
          writing.lock();
          try {
            return work.get();
          } catch (LmdbException e) {
            throw LmdbFaults.ofWriting(doing, e, open.usableBytes());
          } finally {
            writing.unlock();
          }
        });
  }

  /** Runs {@code work} alone, and anew if the map was too small for what it writes. */
  private <T> T changing(String doing, Supplier<T> work) {
    checkWritable();
    while (true) {
      long mapBytes = tables.mapBytes();
      try {
        return alone(doing, work);
      } catch (StoreFault fault) {
        if (!LmdbFaults.isMapFull(fault)) {
          throw fault;
        }
        growth.grow(mapBytes, fault);
      }
    }
  }

  private void checkWritable() {
    if (open.whyReadOnly().isPresent()) {
      StoreFault why = open.whyReadOnly().get();
      throw new StoreFault(
          why.kind(), "open for reading only until it is opened anew: " + why.getMessage(), why);
    }
  }

  @Override
  public int longestKeyBytes() {
    return LmdbTables.LONGEST_KEY_BYTES - KEY_OVERHEAD_BYTES;
  }

  private boolean fits(RecordKey key) {
    return key.sizeBytes() <= longestKeyBytes();
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return inside(
        "reading a record",
        () -> {
          Txn<ByteBuffer> transaction = tables.take();
          try {
            return fits(key) ? tables.read(transaction, RowKey.of(key)) : Optional.empty();
          } finally {
            tables.give(transaction);
          }
        });
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return inside(
        "reading a header",
        () -> {
          Txn<ByteBuffer> transaction = tables.take();
          try {
            return fits(key) ? tables.readHeader(transaction, RowKey.of(key)) : Optional.empty();
          } finally {
            tables.give(transaction);
          }
        });
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    inside(
        "reading a map",
        () -> {
          Txn<ByteBuffer> transaction = tables.take();
          try (Cursor<ByteBuffer> cursor = tables.table(RowTable.FIELDS).openCursor(transaction)) {
            visit(cursor, map, after, visitor);
          } finally {
            tables.give(transaction);
          }
          return after;
        });
  }

  private void visit(
      Cursor<ByteBuffer> cursor, MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    byte[] prefix = StoredKeyCodec.prefix(map).unsafeArray();
    byte[] start = after.map(field -> RowKey.of(map.field(field)).content()).orElse(prefix);
    if (start.length > LmdbTables.LONGEST_KEY_BYTES) {
      start = Arrays.copyOf(start, LmdbTables.LONGEST_KEY_BYTES); // no row is that long
    }
    boolean more = cursor.get(tables.key(start), GetOp.MDB_SET_RANGE);
    while (more) {
      RowKey key = new RowKey(RowTable.FIELDS, LmdbWalk.bytes(cursor.key()));
      ByteBuffer value = cursor.val();
      RecordHeader header = CheckedRow.header(key, value);
      if (!startsWith(key.content(), prefix)) {
        return; // and it is no field whose key is damaged, or its header had told
      }
      boolean isCursor = after.isPresent() && Arrays.equals(key.content(), start);
      more = (isCursor || show(key, header, value, prefix.length, visitor)) && cursor.next();
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static boolean show(
      RowKey key, RecordHeader header, ByteBuffer value, int prefixBytes, FieldVisitor visitor) {
    Bytes field = StoredKeyCodec.fieldAfter(prefixBytes, Bytes.wrap(key.content()));
    int size = CheckedRow.payloadSizeBytes(value);
    ByteBuffer whole = value.duplicate().rewind();
    return visitor.visit(field, header, size, () -> CheckedRow.decode(key, whole).payload());
  }

  @Override
  public List<MergeResult> apply(List<Merge> merges) {
    return changing(
        "writing a batch",
        () -> {
          try (Txn<ByteBuffer> transaction = tables.env().txnWrite()) {
            MergeBatch<RowKey> batch = new MergeBatch<>(tables.rows(transaction));
            List<MergeResult> results = new ArrayList<>(merges.size());
            for (Merge merge : merges) {
              results.add(merge(batch, merge));
            }
            if (batch.changes() > 0) {
              batch.forEachChange((key, row) -> tables.put(transaction, key, row));
              transaction.commit();
            }
            return results;
          }
        });
  }

  private MergeResult merge(MergeBatch<RowKey> batch, Merge merge) {
    if (!fits(merge.key())) {
      return new MergeResult.Refused(
          "key and field have "
              + merge.key().sizeBytes()
              + " bytes, at most "
              + longestKeyBytes()
              + " are stored by LMDB");
    }
    return batch.merge(RowKey.of(merge.key()), merge.incoming())
        ? MergeResult.Stored.INSTANCE
        : MergeResult.Unchanged.INSTANCE;
  }

  /**
   * {@inheritDoc}
   *
   * <p>While it is open, the space of rows that are replaced or forgotten is not used again: close
   * exports soon. It ends with a fault of kind {@code CLOSED} if the map has to {@linkplain
   * MapGrowth grow} meanwhile; then begin anew.
   */
  @Override
  public ExportCursor export(PositionRange range) {
    return inside(
        "beginning an export",
        () -> {
          LmdbExport export = new LmdbExport(gate, new LmdbWalk(tables, range), exports::remove);
          exports.add(export);
          return export;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreFault of kind {@code CORRUPT} if a row is damaged, once all others are judged
   */
  @Override
  public void purge() {
    LmdbSweep all =
        changing(
            "purging",
            () -> {
              tables.forgetDeadReaders();
              return new LmdbSweep(tables, sweep.retention());
            });
    while (!changing("purging", () -> all.run(PURGED_AT_ONCE, clock.now()))) {
      // Others write between two runs.
    }
    Optional<StoreFault> damage =
        changing(
            "purging",
            () -> {
              sweep.add(all);
              return all.damage();
            });
    if (damage.isPresent()) {
      throw damage.get();
    }
  }

  private void sweep(int rows) {
    Optional<StoreFault> damage =
        changing(
            "sweeping",
            () -> {
              tables.forgetDeadReaders();
              if (rows > 0) {
                sweep.run(rows, clock.now());
              }
              return sweep.takeDamage();
            });
    if (damage.isPresent()) {
      throw damage.get();
    }
  }

  @Override
  public long forgotten() {
    return alone("counting", sweep::forgotten);
  }

  @Override
  public void copyTo(Path target) {
    growth.copy(() -> inside("copying", () -> LmdbCopy.of(tables.env(), target)));
  }

  /** {@inheritDoc} Unused pages are counted, though they are not copied. */
  @Override
  public long copyBytes() {
    return inside("measuring the file", tables::fileBytes);
  }

  @Override
  public void probe() {
    changing("writing for a trial", tables::probe);
  }

  @Override
  public void checkBackground() {
    if (!isReadOnlyTold.getAndSet(true)) {
      checkWritable();
    }
    Optional<StoreFault> met = inside("looking behind the sweep", sweepThread::takeFault);
    if (met.isPresent()) {
      throw met.get();
    }
  }

  @Override
  public List<StoreFigure> figures() {
    return inside(
        "reading figures",
        () -> {
          EnvInfo info = tables.env().info();
          return List.of(
              new StoreFigure("wcn_lmdb_file_bytes", tables.fileBytes()),
              new StoreFigure("wcn_lmdb_map_bytes", info.mapSize),
              new StoreFigure("wcn_lmdb_readers", info.numReaders),
              new StoreFigure("wcn_lmdb_forgotten", forgotten()),
              new StoreFigure("wcn_lmdb_damaged_rows", alone("counting", sweep::damaged)),
              new StoreFigure("wcn_lmdb_clock_behind_seconds", clock.secondsBehind()));
        });
  }

  @Override
  public void close() {
    sweepThread.end();
    gate.close(this::closeNatives);
  }

  private void closeNatives() {
    exports.forEach(LmdbExport::release);
    open.close();
  }

  private void endExports() {
    exports.forEach(LmdbExport::endForLargerMap);
  }
}
