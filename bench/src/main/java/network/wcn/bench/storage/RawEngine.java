package network.wcn.bench.storage;

import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The bare library as a subject: a value is a version and the bytes. */
final class RawEngine implements Subject {
  private static final int KEY_BYTES = 42;

  private final RawRocksDb database;
  private final Filler filler;

  RawEngine(RawRocksDb database, Filler filler) {
    this.database = database;
    this.filler = filler;
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
    byte[] found = database.get(key(number));
    return found == null ? -1 : found.length - Long.BYTES;
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
        byte[] found = looking ? database.get(key) : null;
        if (found == null || ByteBuffer.wrap(found).getLong() < version) {
          batch.put(key, value(numbers[i], version));
        }
      }
      database.write(batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
