package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import network.wcn.domain.record.MergeBatch;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.RowKey;
import network.wcn.wire.stored.RowTable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * An open LMDB environment: its tables, and transactions to read them.
 *
 * <p>The map is as large as the file system, which costs address space only: so it never has to
 * grow, and the disk is what fills up. A transaction sees one consistent state; those for reading
 * are kept and renewed, because making one costs more than the read.
 */
final class LmdbTables implements AutoCloseable {
  /** LMDB's limit of a key, as it is compiled. */
  static final int LONGEST_KEY_BYTES = 511;

  private static final long SMALLEST_MAP_BYTES = 1L << 30;
  static final int PAGE_BYTES = 4096;

  /** Every other key begins with a position of eight bytes. */
  private static final byte[] PROBE = {0};

  private final Env<ByteBuffer> env;
  private final Map<RowTable, LmdbTable> tables = new EnumMap<>(RowTable.class);
  private final List<LmdbTable> inOrder = new ArrayList<>();
  private final Queue<Txn<ByteBuffer>> idle = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<ByteBuffer> keys =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LONGEST_KEY_BYTES));

  private LmdbTables(Env<ByteBuffer> env) {
    this.env = env;
  }

  /** Opens the environment in {@code directory}. */
  static LmdbTables open(Path directory, int readers) throws IOException {
    LmdbTables open =
        new LmdbTables(
            sized(directory)
                .setMaxReaders(readers)
                .open(directory.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD));
    return open.with(() -> {
      open.show(LmdbTable.open(open.env, DbiFlags.MDB_CREATE));
      open.forgetDeadReaders();
    });
  }

  /** Opens the environment in {@code directory}, which is on a read-only disk. */
  static LmdbTables openReadOnly(Path directory, int readers) throws IOException {
    LmdbTables open =
        new LmdbTables(
            sized(directory)
                .setMaxReaders(readers)
                .open(
                    directory.toFile(),
                    EnvFlags.MDB_NOTLS,
                    EnvFlags.MDB_NORDAHEAD,
                    EnvFlags.MDB_RDONLY_ENV));
    return open.with(() -> open.show(LmdbTable.open(open.env)));
  }

  private void show(Map<RowTable, LmdbTable> opened) {
    tables.putAll(opened);
    inOrder.addAll(opened.values());
  }

  /**
   * Opens the environment in {@code directory} for reading only, without a trace.
   *
   * @param isListed whether transactions stand in the table of readers, which is in LMDB's lock
   *     file; if not, nobody may write meanwhile
   */
  static LmdbTables examine(Path directory, boolean isListed) throws IOException {
    List<EnvFlags> flags = new ArrayList<>(List.of(EnvFlags.MDB_NOTLS, EnvFlags.MDB_RDONLY_ENV));
    if (!isListed) {
      flags.add(EnvFlags.MDB_NOLOCK);
    }
    LmdbTables open =
        new LmdbTables(
            sized(directory)
                .setMaxReaders(1) // The table stays as large as it is.
                .open(directory.toFile(), flags.toArray(EnvFlags[]::new)));
    return open.with(() -> open.inOrder.addAll(LmdbTable.openAll(open.env)));
  }

  /** Returns this, with what {@code opening} has opened; if it fails, this is closed. */
  private LmdbTables with(Runnable opening) {
    try {
      opening.run();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Env.Builder<ByteBuffer> sized(Path directory) throws IOException {
    long disk = Math.max(SMALLEST_MAP_BYTES, Files.getFileStore(directory).getTotalSpace());
    return Env.create().setMapSize(disk / PAGE_BYTES * PAGE_BYTES).setMaxDbs(LmdbTable.MOST);
  }

  /** Lets pages go that were kept for readers in other processes that died. */
  void forgetDeadReaders() {
    env.readerCheck();
  }

  Env<ByteBuffer> env() {
    return env;
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
    Txn<ByteBuffer> kept = idle.poll();
    if (kept == null) {
      return env.txnRead();
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
    try (Txn<ByteBuffer> transaction = env.txnWrite()) {
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
