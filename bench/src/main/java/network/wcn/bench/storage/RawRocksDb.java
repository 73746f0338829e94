package network.wcn.bench.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB's Java library as one would use it by hand: a value is a version and the bytes. */
final class RawRocksDb implements Subject {
  private static final int KEY_BYTES = 42;

  private final Options options;
  private final RocksDB database;
  private final ReadOptions reading;
  private final WriteOptions syncing;
  private final Filler filler;

  RawRocksDb(Path directory, Filler filler, long cacheBytes) throws RocksDBException {
    RocksDB.loadLibrary();
    this.filler = filler;
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

  @Override
  public String name() {
    return "rocksdbjni";
  }

  /** As long as our stored form of a 8-byte key. */
  private static byte[] key(int number) {
    return ByteBuffer.allocate(KEY_BYTES)
        .putLong(number * 0x9e3779b97f4a7c15L)
        .putLong(KEY_BYTES - Long.BYTES, number)
        .array();
  }

  private byte[] value(int number, long version) {
    byte[] value = ByteBuffer.allocate(Long.BYTES + filler.valueBytes()).putLong(version).array();
    filler.copy(number, value, Long.BYTES);
    return value;
  }

  @Override
  public int read(int number) {
    try {
      byte[] found = database.get(reading, key(number));
      return found == null ? -1 : found.length - Long.BYTES;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void merge(int[] numbers, int count, long version) {
    write(numbers, count, version, true);
  }

  @Override
  public void put(int[] numbers, int count, long version) {
    write(numbers, count, version, false);
  }

  private void write(int[] numbers, int count, long version, boolean looking) {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < count; i++) {
        byte[] key = key(numbers[i]);
        byte[] found = looking ? database.get(reading, key) : null;
        if (found == null || ByteBuffer.wrap(found).getLong() < version) {
          batch.put(key, value(numbers[i], version));
        }
      }
      database.write(syncing, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    reading.close();
    syncing.close();
    options.close();
  }
}
