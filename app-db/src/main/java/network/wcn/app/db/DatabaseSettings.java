package network.wcn.app.db;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.app.db.admin.OperationSettings;
import network.wcn.app.db.wiring.EngineChoice;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;

/**
 * Everything that can be set of a database.
 *
 * @param secretKey this database's identity
 * @param primaryPort UDP, 0 for any free one
 * @param secondaryPort UDP, 0 for any free one
 * @param metricsPort TCP, 0 for any free one
 * @param limits of each of the two servers
 * @param threads who works on operations
 * @param rocksDb the storage engine
 * @param allowedPeers who may connect; everyone if empty
 * @param peerLabels how much metrics tell about peers
 * @param shutdownGrace how long a signal waits for what runs
 * @param operations backups, garbage and the admin port
 * @see "protocol/surface.md section 1"
 */
public record DatabaseSettings(
    SecretKey secretKey,
    int primaryPort,
    int secondaryPort,
    int metricsPort,
    Limits limits,
    Threads threads,
    RocksDb rocksDb,
    List<PeerId> allowedPeers,
    PeerLabels peerLabels,
    Duration shutdownGrace,
    OperationSettings operations) {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int MANY = 1_000_000;

  /** Of the container, where there is one. */
  private static final long MEMORY =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();

  private static final long HEAP = Runtime.getRuntime().maxMemory();

  public DatabaseSettings {
    allowedPeers = List.copyOf(allowedPeers);
  }

  /** Limits of one server, over all its connections. */
  public record Limits(
      Duration connectionTimeout,
      Duration maxIdleConnectionTimeout,
      int maxConnections,
      int maxConnectionsPerIp,
      int maxConnectionRatePerIp,
      int maxConcurrentRpcs) {
    private static Limits from(Environment in) {
      return new Limits(
          in.optional("DB_CONNECTION_TIMEOUT_MS", Kind.MILLIS, Duration.ofSeconds(10)),
          in.optional("DB_MAX_IDLE_CONNECTION_TIMEOUT_MS", Kind.MILLIS, Duration.ofMillis(200)),
          in.optional("DB_MAX_CONNECTIONS", Kind.integer(0, MANY), 500),
          in.optional("DB_MAX_CONNECTIONS_PER_IP", Kind.integer(0, MANY), 50),
          in.optional("DB_MAX_CONNECTION_RATE_PER_IP", Kind.integer(1, MANY), 50),
          in.optional("DB_MAX_CONCURRENT_RPCS", Kind.integer(1, MANY), 4000));
    }
  }

  /**
   * Threads that work on operations.
   *
   * @param batch accepted for the reference's sake: one committer makes the batches of all
   * @param callback how many reads run at once
   */
  public record Threads(int batch, int callback) {
    private static Threads from(Environment in) {
      return new Threads(
          in.optional("ROCKSDB_NUM_BATCH_THREADS", Kind.integer(1, 1024), CORES),
          in.optional("ROCKSDB_NUM_CALLBACK_THREADS", Kind.integer(1, 1024), 4 * CORES));
    }
  }

  /** What to do at the start with a write-ahead log that is damaged before its end. */
  public enum WalRecovery {
    /** Do not start: acknowledged writes would be lost. */
    REFUSE,
    /** Start with the writes before the damage; the other replicas heal the rest. */
    PREFIX
  }

  /**
   * The storage engine; sizes in bytes. Engines other than RocksDB take the directory and the
   * reserve only.
   *
   * @param backend STORAGE_BACKEND, with the settings of its own of an engine that is not built in
   * @param writeBufferSize 128 MiB, but at most a thirty-second of that memory
   * @param blockCacheSize 4 GiB, but at most a quarter of the machine's or container's memory;
   *     index and filter blocks and memtables are charged to it
   * @param rowCacheSize 1 GiB, but at most a quarter of the Java heap, on which it is
   * @param walRecovery ROCKSDB_WAL_RECOVERY
   * @param freeReserve how many bytes of the disk writes leave alone, for every engine
   */
  public record RocksDb(
      StorageBackend backend,
      Path directory,
      int maxSubcompactions,
      int maxBackgroundJobs,
      int increaseParallelism,
      long rateLimitBytesPerSecond,
      long writeBufferSize,
      int maxWriteBufferNumber,
      int minWriteBufferNumberToMerge,
      long blockCacheSize,
      int blockSize,
      long rowCacheSize,
      boolean enableMetrics,
      WalRecovery walRecovery,
      long freeReserve) {
    /**
     * RocksDB needs a memtable for each of the two tables at least: both fit into the half of the
     * block cache that is for memtables, in a small container, too.
     */
    private static long writeBufferBytes() {
      return Math.clamp(MEMORY / 32, 1L << 20, 128L << 20);
    }

    /** Reads the settings. */
    public static RocksDb from(Environment in) {
      Kind<Integer> number = Kind.integer(1, 1024);
      return new RocksDb(
          EngineChoice.from(in),
          in.required("ROCKSDB_DIR", Kind.PATH),
          in.optional("ROCKSDB_MAX_SUBCOMPACTIONS", number, CORES),
          in.optional("ROCKSDB_MAX_BACKGROUND_JOBS", Kind.integer(2, 1024), 4 * CORES),
          in.optional("ROCKSDB_INCREASE_PARALLELISM", number, 2 * CORES),
          in.optional("ROCKSDB_RATELIMITER", Kind.bytes(1), 64L << 20),
          in.optional("ROCKSDB_WRITE_BUFFER_SIZE", Kind.bytes(1 << 16), writeBufferBytes()),
          in.optional("ROCKSDB_MAX_WRITE_BUFFER_NUMBER", Kind.integer(2, 1024), 8),
          in.optional("ROCKSDB_MIN_WRITE_BUFFER_NUMBER_TO_MERGE", number, 2),
          in.optional("ROCKSDB_BLOCK_CACHE_SIZE", Kind.bytes(1), Math.min(4L << 30, MEMORY / 4)),
          in.optional("ROCKSDB_BLOCK_SIZE", Kind.integer(512, 64 << 20), 4096),
          Math.min(in.optional("ROCKSDB_ROW_CACHE_SIZE", Kind.bytes(0), 1L << 30), HEAP / 4),
          in.optional("ROCKSDB_ENABLE_METRICS", Kind.FLAG, false),
          in.optional("ROCKSDB_WAL_RECOVERY", Kind.oneOf(WalRecovery.class), WalRecovery.REFUSE),
          in.optional("STORAGE_FREE_RESERVE_BYTES", Kind.bytes(0), 128L << 20));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws network.wcn.app.base.environment.ConfigurationProblems if anything is wrong, with all
   *     of it
   */
  public static DatabaseSettings from(Map<String, String> variables) {
    Environment in = new Environment(variables);
    return in.finish(
        new DatabaseSettings(
            in.required("SECRET_KEY", Kind.SECRET_KEY),
            in.required("PRIMARY_RPC_SERVER_PORT", Kind.PORT),
            in.required("SECONDARY_RPC_SERVER_PORT", Kind.PORT),
            in.required("METRICS_SERVER_PORT", Kind.PORT),
            Limits.from(in),
            Threads.from(in),
            RocksDb.from(in),
            in.optional("ALLOWED_PEER_IDS", Kind.listOf(Kind.PEER_ID), List.of()),
            in.optional("METRICS_PEER_LABELS", Kind.oneOf(PeerLabels.class), PeerLabels.NONE),
            in.optional("SHUTDOWN_GRACE_SECS", Kind.SECONDS, Duration.ofSeconds(60)),
            OperationSettings.from(in)));
  }
}
