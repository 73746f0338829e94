package network.wcn.adapter.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.stored.RowTable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.Filter;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.RateLimiter;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's options for one open store, and everything native that they need to live.
 *
 * <p>What concerns a column table is set on its own options: on those of the database it would be
 * ignored without a word.
 */
final class RocksOptions implements AutoCloseable {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long READAHEAD_BYTES = 2 << 20;
  private static final long SMALLEST_SHARD_BYTES = 64 << 20;
  private static final double METADATA_SHARE = 0.5;

  private final Deque<AutoCloseable> natives = new ArrayDeque<>();
  private final Map<RowTable, RetentionFilterFactory> filters = new EnumMap<>(RowTable.class);
  private final Map<RowTable, ColumnFamilyOptions> families = new EnumMap<>(RowTable.class);
  private final RocksSettings settings;
  private final Cache cache;
  private final DBOptions database;
  private final Optional<Statistics> statistics;
  private final WriteOptions durable;
  private final ReadOptions point;
  private final ReadOptions withinPrefix;

  RocksOptions(RocksSettings settings, boolean create, LongSupplier now, Metrics metrics) {
    RocksDB.loadLibrary();
    this.settings = settings;
    cache = owned(blockCache(settings.blockCacheBytes()));
    statistics = settings.statistics() ? Optional.of(owned(new Statistics())) : Optional.empty();
    database = databaseOptions(create);
    for (RowTable table : RowTable.values()) {
      RetentionFilterFactory filter = new RetentionFilterFactory(table, settings, now, metrics);
      filters.put(table, filter);
      families.put(table, familyOptions(table, filter));
    }
    durable = owned(new WriteOptions()).setSync(true);
    point = owned(new ReadOptions());
    withinPrefix = owned(new ReadOptions()).setPrefixSameAsStart(true);
  }

  private <T extends AutoCloseable> T owned(T made) {
    natives.push(made);
    return made;
  }

  /**
   * Returns a cache of few shards, half of it for index and filter blocks before all others. A
   * table has one index block, of a megabyte and more, and memtables are charged to the cache piece
   * by piece: where these fill one of RocksDB's usual 64 shards, an index block that belongs there
   * is read again for every look-up.
   */
  private static Cache blockCache(long bytes) {
    int shardBits =
        Math.clamp(63 - Long.numberOfLeadingZeros(bytes / SMALLEST_SHARD_BYTES | 1), 0, 6);
    return new LRUCache(bytes, shardBits, false, METADATA_SHARE);
  }

  private DBOptions databaseOptions(boolean create) {
    Env env = Env.getDefault();
    env.incBackgroundThreadsIfNeeded(settings.backgroundThreads(), Priority.LOW);
    env.incBackgroundThreadsIfNeeded(Math.max(1, settings.backgroundThreads() / 4), Priority.HIGH);
    DBOptions options =
        owned(new DBOptions())
            .setCreateIfMissing(create)
            .setCreateMissingColumnFamilies(create)
            .setWalRecoveryMode(recoveryMode())
            .setParanoidChecks(true)
            .setMaxBackgroundJobs(settings.backgroundJobs())
            .setMaxSubcompactions(settings.subcompactions())
            .setWriteBufferManager(owned(new WriteBufferManager(settings.memtableBytes(), cache)))
            .setBytesPerSync(1 << 20)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(16 << 20)
            .setKeepLogFileNum(4);
    if (settings.backgroundBytesPerSecond() > 0) {
      options.setRateLimiter(owned(new RateLimiter(settings.backgroundBytesPerSecond())));
    }
    statistics.ifPresent(options::setStatistics);
    return options;
  }

  private WALRecoveryMode recoveryMode() {
    return switch (settings.walRecovery()) {
      case REFUSE -> WALRecoveryMode.TolerateCorruptedTailRecords;
      case KEEP_UNDAMAGED_PREFIX -> WALRecoveryMode.PointInTimeRecovery;
    };
  }

  private ColumnFamilyOptions familyOptions(RowTable table, RetentionFilterFactory filter) {
    ColumnFamilyOptions family =
        owned(new ColumnFamilyOptions())
            .setTableFormatConfig(tableOptions())
            .setWriteBufferSize(settings.writeBufferBytes())
            .setMaxWriteBufferNumber(settings.writeBuffers())
            .setMinWriteBufferNumberToMerge(settings.writeBuffersToMerge())
            .setMemtableWholeKeyFiltering(true)
            .setMemtablePrefixBloomSizeRatio(0.05)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            // What was just flushed is compacted soon, and writers may be waiting for the flush.
            .setCompressionPerLevel(
                List.of(CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION))
            .setLevelCompactionDynamicLevelBytes(true)
            .setPeriodicCompactionSeconds(settings.keepHistory() ? 0 : SECONDS_PER_DAY)
            .setCompactionFilterFactory(filter);
    return switch (table) {
      // Found by whole keys, or walked in total order: filters of positions, too, would be twice as
      // large, and nobody would ask them.
      case RECORDS -> family;
      // A map is walked within its position.
      case FIELDS -> family.useFixedLengthPrefixExtractor(Long.BYTES);
    };
  }

  private BlockBasedTableConfig tableOptions() {
    Filter bloom = owned(new BloomFilter(10));
    return new BlockBasedTableConfig()
        .setFormatVersion(5)
        .setIndexType(IndexType.kBinarySearch)
        .setBlockSize(settings.blockSizeBytes())
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        .setFilterPolicy(bloom);
  }

  /** Returns the families to open, the one that RocksDB insists on first. */
  List<ColumnFamilyDescriptor> descriptors() {
    List<ColumnFamilyDescriptor> all = new ArrayList<>();
    all.add(
        new ColumnFamilyDescriptor(
            RocksDB.DEFAULT_COLUMN_FAMILY, owned(new ColumnFamilyOptions())));
    families.forEach(
        (table, options) -> all.add(new ColumnFamilyDescriptor(table.bytes(), options)));
    return all;
  }

  /** Returns how many records compactions have removed. */
  long forgotten() {
    return filters.values().stream().mapToLong(RetentionFilterFactory::removed).sum();
  }

  RocksSettings settings() {
    return settings;
  }

  DBOptions database() {
    return database;
  }

  Optional<Statistics> statistics() {
    return statistics;
  }

  Cache cache() {
    return cache;
  }

  /** Returns the options of a write that is on stable storage when it returns. */
  WriteOptions durable() {
    return durable;
  }

  /** Returns the options of a read of one key. */
  ReadOptions point() {
    return point;
  }

  /** Returns the options of an iterator that stays at the position it was put to. */
  ReadOptions withinPrefix() {
    return withinPrefix;
  }

  /** Returns the options of a long walk, which its user closes. */
  static ReadOptions walk() {
    return new ReadOptions()
        .setTotalOrderSeek(true)
        .setFillCache(false)
        .setReadaheadSize(READAHEAD_BYTES);
  }

  /** Frees everything; the database must be closed before. */
  @Override
  public void close() {
    for (AutoCloseable made : natives) {
      try {
        made.close();
      } catch (Exception e) {
        throw new IllegalStateException("a native option could not be freed", e);
      }
    }
    filters.values().forEach(RetentionFilterFactory::free);
  }
}
