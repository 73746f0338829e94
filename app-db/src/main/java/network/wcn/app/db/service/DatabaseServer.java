package network.wcn.app.db.service;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import network.wcn.app.base.http.HealthRoutes;
import network.wcn.app.base.http.HttpReply;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.lifecycle.BuildVersion;
import network.wcn.app.base.lifecycle.Lifecycle;
import network.wcn.app.base.lifecycle.ServedPorts;
import network.wcn.app.base.lifecycle.StartFailure;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.base.metrics.SystemGauges;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.StorageBackend;
import network.wcn.app.db.admin.Administration;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.dump.FileTree;
import network.wcn.app.db.health.StoreWatch;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.domain.replication.StorageReads;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/** A whole database: its store, its threads, its two RPC ports and its HTTP port. */
public final class DatabaseServer {
  /** Wider than a node's, whose clock may be ahead of ours: what it took, we take. */
  private static final RequestLimits LIMITS = new RequestLimits(30 * 86_400L, 180, 180);

  private static final Duration RESPONSIVE = Duration.ofSeconds(2);
  private static final int WAITING_READS = 8192;
  private static final int WAITING_MERGES = 8192;
  private static final int HEAP_SHARE_OF_WAITING_MERGES = 8;

  private final DatabaseSettings settings;
  private final StoreEngine engine;
  private final Provider<RpcTransport> transports;
  private final PrometheusMetrics metrics;
  private final WallClock clock;
  private final Ticker ticker;

  /**
   * Makes a database of its parts.
   *
   * @param engine opens the store
   * @param transports starts the transport, once
   */
  @Inject
  public DatabaseServer(
      DatabaseSettings settings,
      StoreEngine engine,
      Provider<RpcTransport> transports,
      PrometheusMetrics metrics,
      WallClock clock,
      Ticker ticker) {
    this.settings = settings;
    this.engine = engine;
    this.transports = transports;
    this.metrics = metrics;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Starts everything and registers it with {@code lifecycle}.
   *
   * @throws StartFailure if a port is taken or the store cannot be opened
   */
  public void start(Lifecycle lifecycle, Readiness readiness) {
    lifecycle.setGrace(settings.shutdownGrace());
    ServedPorts ports = new ServedPorts(lifecycle);
    AtomicReference<BooleanSupplier> areResponsive = new AtomicReference<>(() -> true);
    Map<String, Supplier<HttpReply>> health =
        HealthRoutes.of(metrics, readiness, () -> areResponsive.get().getAsBoolean());
    ports.openHttp(settings.metricsPort(), health);

    StoreWatch watch =
        new StoreWatch(
            settings.rocksDb().directory(),
            settings.rocksDb().freeReserve(),
            readiness,
            metrics,
            ticker);
    RestorableStore store = openStore(watch);
    lifecycle.onClose("store", store);
    lifecycle.onClose("store watch", watch);
    watch.start(store);
    ReaderThreads readers =
        new ReaderThreads(settings.threads().callback(), WAITING_READS, ticker, metrics);
    lifecycle.onClose("readers", readers);
    GroupCommitter committer = new GroupCommitter(store, bounds(), ticker, metrics);
    lifecycle.onClose("committer", committer);
    areResponsive.set(() -> readers.isResponsive(RESPONSIVE) && committer.isAlive());
    exportGauges(store);

    administration(store, readiness).start(lifecycle, health);

    RpcTransport transport = transports.get();
    lifecycle.onClose("transport", transport);
    AllowedPeers allowed = new AllowedPeers(Set.copyOf(settings.allowedPeers()));
    DatabaseService storage =
        new DatabaseService(
            allowed,
            LIMITS,
            new StorageReads(store, PageLimits.DEFAULT),
            new StorageReads(store.inMemory(), PageLimits.DEFAULT),
            readers,
            committer,
            new BulkTransfers(new DataExport(store), new DataImport(committer)),
            clock,
            ticker,
            metrics);
    DatabaseMetricsService figures = new DatabaseMetricsService(allowed, metrics, readers);
    ports.openRpc(
        transport, server("primary", settings.primaryPort(), Priority.HIGH), List.of(storage));
    ports.openRpc(
        transport,
        server("secondary", settings.secondaryPort(), Priority.LOW),
        List.of(storage, figures));
  }

  private RestorableStore openStore(StoreWatch watch) {
    try {
      return new RestorableStore(engine, settings.rocksDb().directory(), watch);
    } catch (StoreFault fault) {
      throw new StartFailure(
          "Failed to open the database in " + settings.rocksDb().directory(), fault);
    }
  }

  private Administration administration(RestorableStore store, Readiness readiness) {
    return new Administration(
        settings.operations(),
        engine,
        store,
        settings.rocksDb().directory(),
        settings.secretKey().peerId(),
        readiness,
        metrics,
        clock,
        ticker);
  }

  private static GroupCommitter.Bounds bounds() {
    return new GroupCommitter.Bounds(
        WAITING_MERGES, Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_WAITING_MERGES);
  }

  private void exportGauges(RecordStore store) {
    SystemGauges.register(metrics);
    SystemGauges.registerDisk(metrics, settings.rocksDb().directory());
    metrics.gauge("wcn_db_directory_bytes", () -> sizeBytes(settings.rocksDb().directory()));
    metrics.gauge("wcn_db_version", () -> (double) BuildVersion.current().number());
    // RocksDB's own are many and cost it some time; those of another engine are few.
    boolean isFrugal = settings.rocksDb().backend() != StorageBackend.BuiltIn.ROCKSDB;
    if (settings.rocksDb().enableMetrics() || isFrugal) {
      EngineFigures.export(store, metrics, ticker);
    }
  }

  /** Returns what a directory holds; no number while it cannot be read. */
  private static double sizeBytes(Path directory) {
    try {
      return FileTree.sizeBytes(directory);
    } catch (IOException | UncheckedIOException _) {
      return Double.NaN;
    }
  }

  private ServerSettings server(String name, int port, Priority priority) {
    DatabaseSettings.Limits limits = settings.limits();
    return new ServerSettings(
        name,
        port,
        limits.connectionTimeout(),
        limits.maxConnections(),
        limits.maxConnectionsPerIp(),
        limits.maxConnectionRatePerIp(),
        limits.maxConcurrentRpcs(),
        limits.maxIdleConnectionTimeout(),
        priority);
  }
}
