package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * An open LMDB environment: its tables, and transactions to read them.
 *
 * <p>The map is as large as the file system, which costs address space only, and {@linkplain
 * MapGrowth grows} should that be too small: the disk is what fills up. A transaction sees one
 * consistent state; those for reading are kept and renewed, because making one costs more than the
 * read.
 */
final class LmdbTables implements AutoCloseable {
  /** LMDB's limit of a key, as it is compiled. */
  static final int LONGEST_KEY_BYTES = 511;

  private static final long SMALLEST_MAP_BYTES = 1L << 30;

  /** The largest page that LMDB has, and so a multiple of every page. */
  private static final int MAP_UNIT_BYTES = 64 << 10;

  /** Every other key begins with a position of eight bytes. */
  private static final byte[] PROBE = {0};

  private final Env<ByteBuffer> env;
  private final Map<RowTable, LmdbTable> tables = new EnumMap<>(RowTable.class);
  private final List<LmdbTable> inOrder = new ArrayList<>();
  private final Queue<Txn<ByteBuffer>> idle = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<ByteBuffer> keys =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LONGEST_KEY_BYTES));

  private volatile long mapBytes;
  private volatile boolean isMapLost;

  private LmdbTables(Env<ByteBuffer> env) {
    this.env = env;
    mapBytes = env.info().mapSize; // More than was asked for if the file is larger.
  }

  /** Returns how large the map of an environment in {@code directory} is at first. */
  static long mapBytes(Path directory) throws IOException {
    long disk = Files.getFileStore(directory).getTotalSpace();
    return Math.max(SMALLEST_MAP_BYTES, disk / MAP_UNIT_BYTES * MAP_UNIT_BYTES);
  }

  /** Opens the environment in {@code directory}. */
  static LmdbTables open(Path directory, int readers, long mapBytes) {
    Env<ByteBuffer> env =
        open(directory, readers, mapBytes, EnumSet.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD));
    return new LmdbTables(env)
        .with(open -> {
          open.show(LmdbTable.open(env, DbiFlags.MDB_CREATE));
          open.forgetDeadReaders();
        });
  }

  /** Opens the environment in {@code directory}, which is on a read-only disk. */
  static LmdbTables openReadOnly(Path directory, int readers) throws IOException {
    Env<ByteBuffer> env =
        open(
            directory,
            readers,
            mapBytes(directory),
            EnumSet.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD, EnvFlags.MDB_RDONLY_ENV));
    return new LmdbTables(env).with(open -> open.show(LmdbTable.open(env)));
  }

  private void show(Map<RowTable, LmdbTable> opened) {
    tables.putAll(opened);
    inOrder.addAll(opened.values());
  }

  /**
   * Opens the environment in {@code directory} for reading only, and makes no file.
   *
   * <p>If nobody else is in the table of readers, LMDB makes it as large as is asked for here, and
   * a server that comes later has to do with it: there is room for one.
   *
   * @param isListed whether transactions stand in the table of readers, which is in LMDB's lock
   *     file; if not, nobody may write meanwhile
   */
  static LmdbTables examine(Path directory, boolean isListed) throws IOException {
    Set<EnvFlags> flags = EnumSet.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_RDONLY_ENV);
    if (!isListed) {
      flags.add(EnvFlags.MDB_NOLOCK);
    }
    Env<ByteBuffer> env =
        open(directory, LmdbSettings.DEFAULT.readers(), mapBytes(directory), flags);
    return new LmdbTables(env).with(open -> open.inOrder.addAll(LmdbTable.openAll(env)));
  }

  private static Env<ByteBuffer> open(
      Path directory, int readers, long mapBytes, Set<EnvFlags> flags) {
    return Env.create()
        .setMapSize(mapBytes)
        .setMaxDbs(LmdbTable.MOST)
        .setMaxReaders(readers)
        .open(directory.toFile(), flags.toArray(EnvFlags[]::new));
  }

  /** Returns this, after {@code opening}; if that fails, this is closed. */
  private LmdbTables with(Consumer<LmdbTables> opening) {
    try {
      opening.accept(this);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Lets pages go that were kept for readers in other processes that died. */
  void forgetDeadReaders() {
    env().readerCheck();
  }

  /** Returns the environment, of which nothing else may be used. */
  Env<ByteBuffer> env() {
    if (isMapLost) {
      throw new StoreFault(
          StoreFault.Kind.IO, "the map could not grow, and is lost until LMDB is opened anew");
    }
    return env;
  }

  /** Returns whether anybody stands, or stood, in a table of readers that this can see. */
  boolean hasReaders() {
    return env().info().numReaders > 0;
  }

  /** Returns the number of the last transaction that was committed, by whichever process. */
  long lastTransaction() {
    return env().info().lastTransactionId;
  }

  /** Returns the size of the file, unused pages included. */
  long fileBytes() {
    return (env().info().lastPageNumber + 1) * env().stat().pageSize;
  }

  long mapBytes() {
    return mapBytes;
  }

  /**
   * Doubles the map. Nobody may be in a transaction, nor begin one; those that are kept do not
   * count.
   *
   * @throws LmdbException if the system has no room for it; then LMDB has given up the smaller one
   *     already, and would read where there is no memory
   */
  void growMap() {
    long twice = Math.multiplyExact(mapBytes, 2L);
    isMapLost = true;
    env.setMapSize(twice);
    mapBytes = twice;
    isMapLost = false;
  }

  /** Returns the rows of a table that is open for writing. */
  Dbi<ByteBuffer> table(RowTable content) {
    return open(content).rows();
  }

  private LmdbTable open(RowTable content) {
    LmdbTable found = tables.get(content);
    if (found == null) {
      throw new IllegalStateException("no table " + content);
    }
    return found;
  }

  /** Returns all tables in the order of an export. */
  List<LmdbTable> inOrder() {
    return inOrder;
  }

  /** Returns a transaction to read in; {@link #give} must follow. */
  Txn<ByteBuffer> take() {
    Env<ByteBuffer> whole = env();
    Txn<ByteBuffer> kept = idle.poll();
    if (kept == null) {
      return whole.txnRead();
    }
    kept.renew();
    return kept;
  }

  void give(Txn<ByteBuffer> transaction) {
    transaction.reset();
    idle.add(transaction);
  }

  /** Returns this thread's buffer outside the heap, holding {@code content}. */
  ByteBuffer key(byte[] content) {
    return keys.get().clear().put(content).flip();
  }

  Optional<StoredRecord> read(Txn<ByteBuffer> transaction, RowKey key) {
    return Optional.ofNullable(table(key.table()).get(transaction, key(key.content())))
        .map(value -> CheckedRow.decode(key, value));
  }

  Optional<RecordHeader> readHeader(Txn<ByteBuffer> transaction, RowKey key) {
    return Optional.ofNullable(table(key.table()).get(transaction, key(key.content())))
        .map(value -> CheckedRow.header(key, value));
  }

  /** Returns the rows as {@code transaction} sees them. */
  MergeBatch.Stored<RowKey> rows(Txn<ByteBuffer> transaction) {
    return new MergeBatch.Stored<>() {
      @Override
      public Optional<RecordHeader> readHeader(RowKey key) {
        return LmdbTables.this.readHeader(transaction, key);
      }

      @Override
      public Optional<StoredRecord> read(RowKey key) {
        return LmdbTables.this.read(transaction, key);
      }
    };
  }

  void put(Txn<ByteBuffer> transaction, RowKey key, StoredRecord row) {
    open(key.table()).put(transaction, key(key.content()), key, row);
  }

  /**
   * Commits a row that comes and goes within one transaction.
   *
   * @return whether it was there when it went
   */
  boolean probe() {
    try (Txn<ByteBuffer> transaction = env().txnWrite()) {
      Dbi<ByteBuffer> table = table(RowTable.RECORDS);
      table.put(transaction, key(PROBE), ByteBuffer.allocateDirect(1));
      boolean wasThere = table.delete(transaction, key(PROBE));
      transaction.commit();
      return wasThere;
    }
  }

  /** Frees everything native; nobody may be using it. */
  @Override
  public void close() {
    idle.forEach(Txn::close);
    env.close();
  }
}
