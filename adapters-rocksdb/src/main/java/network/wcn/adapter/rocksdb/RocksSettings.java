package network.wcn.adapter.rocksdb;

import network.wcn.domain.record.Retention;

/**
 * How the engine uses memory, cores and disk.
 *
 * <p>Memory is bounded by {@code blockCacheBytes}: index and filter blocks and the memtables are
 * charged to it, except that memtables may take up to {@link #memtableBytes} even where that is
 * more. Names in capitals are those of the environment.
 *
 * @param blockCacheBytes ROCKSDB_BLOCK_CACHE_SIZE
 * @param blockSizeBytes ROCKSDB_BLOCK_SIZE
 * @param rowCacheBytes rows that are kept on the Java heap, ROCKSDB_ROW_CACHE_SIZE; 0 is none
 * @param writeBufferBytes size of one memtable, ROCKSDB_WRITE_BUFFER_SIZE
 * @param writeBuffers most memtables of a column table, ROCKSDB_MAX_WRITE_BUFFER_NUMBER
 * @param writeBuffersToMerge how many full memtables are flushed at once,
 *     ROCKSDB_MIN_WRITE_BUFFER_NUMBER_TO_MERGE
 * @param backgroundJobs most flushes and compactions at once, ROCKSDB_MAX_BACKGROUND_JOBS
 * @param subcompactions most threads of one compaction, ROCKSDB_MAX_SUBCOMPACTIONS
 * @param backgroundThreads threads for both, ROCKSDB_INCREASE_PARALLELISM
 * @param backgroundBytesPerSecond limit of flush and compaction writes, ROCKSDB_RATELIMITER; 0 is
 *     none
 * @param statistics whether RocksDB counts in detail, ROCKSDB_ENABLE_METRICS
 * @param walRecovery what to do at opening with a damaged log
 * @param keepHistory whether expired and deleted records are kept until {@code purge} is called,
 *     STORAGE_KEEP_HISTORY
 * @param retention what may be forgotten
 * @throws IllegalArgumentException if a size or count is not positive
 */
public record RocksSettings(
    long blockCacheBytes,
    int blockSizeBytes,
    long rowCacheBytes,
    long writeBufferBytes,
    int writeBuffers,
    int writeBuffersToMerge,
    int backgroundJobs,
    int subcompactions,
    int backgroundThreads,
    long backgroundBytesPerSecond,
    boolean statistics,
    WalRecovery walRecovery,
    boolean keepHistory,
    Retention retention) {

  private static final long MIB = 1L << 20;

  /** What to do at opening with a write-ahead log that is damaged before its end. */
  public enum WalRecovery {
    /**
     * Refuse to open: acknowledged writes would be lost. A log cut in its last write is no damage.
     */
    REFUSE,
    /** Open with what comes before the damage; other replicas have to heal the rest. */
    KEEP_UNDAMAGED_PREFIX
  }

  public RocksSettings {
    atLeast(1, blockCacheBytes, "blockCacheBytes");
    atLeast(512, blockSizeBytes, "blockSizeBytes");
    atLeast(0, rowCacheBytes, "rowCacheBytes");
    atLeast(64 << 10, writeBufferBytes, "writeBufferBytes");
    atLeast(2, writeBuffers, "writeBuffers");
    atLeast(1, writeBuffersToMerge, "writeBuffersToMerge");
    atLeast(2, backgroundJobs, "backgroundJobs");
    atLeast(1, subcompactions, "subcompactions");
    atLeast(1, backgroundThreads, "backgroundThreads");
    atLeast(0, backgroundBytesPerSecond, "backgroundBytesPerSecond");
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is at least " + least + ", got " + value);
    }
  }

  /**
   * Returns settings that fit into {@code memoryBytes} of native memory: three quarters block cache
   * (in which half a quarter is for memtables), the rest for what RocksDB does not count.
   *
   * @param cores how many cores may be used
   */
  public static RocksSettings within(long memoryBytes, int cores) {
    long cache = Math.max(8 * MIB, memoryBytes / 4 * 3);
    long buffer = Math.clamp(cache / 16, MIB, 64 * MIB);
    return builder(cores).blockCacheBytes(cache).writeBufferBytes(buffer).writeBuffers(4).build();
  }

  /** Returns the most memory that memtables of both column families take, in bytes. */
  public long memtableBytes() {
    return Math.max(2 * writeBufferBytes, Math.min(blockCacheBytes / 2, perFamilyBytes() * 2));
  }

  private long perFamilyBytes() {
    return writeBufferBytes * writeBuffers;
  }

  /** Returns a builder that starts from the reference's defaults on {@code cores} cores. */
  public static Builder builder(int cores) {
    return new Builder(cores);
  }

  /** Settings one by one; see the record's components. */
  public static final class Builder {
    private long blockCacheBytes = 4096 * MIB;
    private int blockSizeBytes = 4096;
    private long rowCacheBytes;
    private long writeBufferBytes = 128 * MIB;
    private int writeBuffers = 8;
    private int writeBuffersToMerge = 1;
    private int backgroundJobs;
    private int subcompactions;
    private int backgroundThreads;
    private long backgroundBytesPerSecond = 64 * MIB;
    private boolean statistics;
    private WalRecovery walRecovery = WalRecovery.REFUSE;
    private boolean keepHistory;
    private Retention retention = Retention.STANDARD;

    private Builder(int cores) {
      backgroundJobs = 4 * cores;
      subcompactions = cores;
      backgroundThreads = 2 * cores;
    }

    public Builder blockCacheBytes(long value) {
      blockCacheBytes = value;
      return this;
    }

    public Builder blockSizeBytes(int value) {
      blockSizeBytes = value;
      return this;
    }

    public Builder rowCacheBytes(long value) {
      rowCacheBytes = value;
      return this;
    }

    public Builder writeBufferBytes(long value) {
      writeBufferBytes = value;
      return this;
    }

    public Builder writeBuffers(int value) {
      writeBuffers = value;
      return this;
    }

    public Builder writeBuffersToMerge(int value) {
      writeBuffersToMerge = value;
      return this;
    }

    public Builder backgroundJobs(int value) {
      backgroundJobs = value;
      return this;
    }

    public Builder subcompactions(int value) {
      subcompactions = value;
      return this;
    }

    public Builder backgroundThreads(int value) {
      backgroundThreads = value;
      return this;
    }

    public Builder backgroundBytesPerSecond(long value) {
      backgroundBytesPerSecond = value;
      return this;
    }

    public Builder statistics(boolean value) {
      statistics = value;
      return this;
    }

    public Builder walRecovery(WalRecovery value) {
      walRecovery = value;
      return this;
    }

    public Builder keepHistory(boolean value) {
      keepHistory = value;
      return this;
    }

    public Builder retention(Retention value) {
      retention = value;
      return this;
    }

    public RocksSettings build() {
      return new RocksSettings(
          blockCacheBytes,
          blockSizeBytes,
          rowCacheBytes,
          writeBufferBytes,
          writeBuffers,
          writeBuffersToMerge,
          backgroundJobs,
          subcompactions,
          backgroundThreads,
          backgroundBytesPerSecond,
          statistics,
          walRecovery,
          keepHistory,
          retention);
    }
  }
}
