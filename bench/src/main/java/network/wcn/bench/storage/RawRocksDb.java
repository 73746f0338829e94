package network.wcn.bench.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB's Java library as one would use it by hand. */
final class RawRocksDb implements AutoCloseable {
  private final Options options;
  private final RocksDB database;
  private final ReadOptions reading;
  private final WriteOptions syncing;

  RawRocksDb(Path directory, long cacheBytes) throws RocksDBException {
    RocksDB.loadLibrary();
    reading = new ReadOptions();
    syncing = new WriteOptions().setSync(true);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(64 << 20)
            .setMaxWriteBufferNumber(4)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(new LRUCache(cacheBytes))
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
