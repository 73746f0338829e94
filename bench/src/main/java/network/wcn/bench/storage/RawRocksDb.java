package network.wcn.bench.storage;

import java.nio.file.Path;
import java.util.List;
import network.wcn.adapter.rocksdb.RocksSettings;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's Java library as one would use it by hand, with the sizes of our engine and what that
 * does not compress.
 */
final class RawRocksDb implements AutoCloseable {
  private final Options options;
  private final RocksDB database;
  private final ReadOptions reading;
  private final WriteOptions syncing;

  /**
   * Opens a database.
   *
   * @param sizes of the block cache and of memtables, how many of those there are, and how much
   *     work goes on behind them; nothing else of it
   */
  RawRocksDb(Path directory, RocksSettings sizes) throws RocksDBException {
    RocksDB.loadLibrary();
    reading = new ReadOptions();
    syncing = new WriteOptions().setSync(true);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(sizes.writeBufferBytes())
            .setMaxWriteBufferNumber(sizes.writeBuffers())
            .setMinWriteBufferNumberToMerge(sizes.writeBuffersToMerge())
            .setMaxBackgroundJobs(sizes.backgroundJobs())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setCompressionPerLevel(
                List.of(CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION))
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(new LRUCache(sizes.blockCacheBytes()))
                    .setCacheIndexAndFilterBlocks(true)
                    .setFilterPolicy(new BloomFilter(10)));
    database = RocksDB.open(options, directory.toString());
  }

  byte @Nullable [] get(byte[] key) {
    try {
      return database.get(reading, key);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns once all of {@code batch} is on stable storage. */
  void write(WriteBatch batch) throws RocksDBException {
    database.write(syncing, batch);
  }

  @Override
  public void close() {
    database.close();
    reading.close();
    syncing.close();
    options.close();
  }
}
