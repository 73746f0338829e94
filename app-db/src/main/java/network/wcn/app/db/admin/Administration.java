package network.wcn.app.db.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import network.wcn.app.base.http.HttpReply;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.lifecycle.BuildVersion;
import network.wcn.app.base.lifecycle.Lifecycle;
import network.wcn.app.base.lifecycle.StartFailure;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.GarbageCollection;
import network.wcn.app.db.backup.Housekeeping;
import network.wcn.app.db.backup.MountPoints;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.backup.SelfTest;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about a running database that is not its API: backups, garbage, the admin port. */
public final class Administration {
  private static final Logger log = LoggerFactory.getLogger(Administration.class);
  private static final List<String> DUMP_PREFIXES = List.of("/db_dump/v1", "/pg_dump/v1");
  private static final String OLD_CODE_PREFIX = "PG_";

  private final OperationSettings settings;
  private final StoreEngine engine;
  private final RestorableStore store;
  private final Path database;
  private final PeerId peer;
  private final Readiness readiness;
  private final Metrics metrics;
  private final WallClock clock;
  private final Ticker ticker;
  private final Instant launched;
  private Optional<AdminServer> server = Optional.empty();

  /**
   * Makes the administration of an open database.
   *
   * @param database the store's directory
   * @param peer who the database is
   */
  public Administration(
      OperationSettings settings,
      StoreEngine engine,
      RestorableStore store,
      Path database,
      PeerId peer,
      Readiness readiness,
      Metrics metrics,
      WallClock clock,
      Ticker ticker) {
    this.settings = settings;
    this.engine = engine;
    this.store = store;
    this.database = database;
    this.peer = peer;
    this.readiness = readiness;
    this.metrics = metrics;
    this.clock = clock;
    this.ticker = ticker;
    this.launched = now();
  }

  private Instant now() {
    return Instant.EPOCH.plus(clock.unixMicros(), ChronoUnit.MICROS);
  }

  /**
   * Starts everything and registers it with {@code lifecycle}.
   *
   * @param health the routes that both ports answer
   * @throws StartFailure if dumps cannot be made here or the port is taken
   */
  public void start(Lifecycle lifecycle, Map<String, Supplier<HttpReply>> health) {
    startWithoutChores(lifecycle, health).start();
  }

  /** Starts everything but what is done without being asked. */
  Housekeeping startWithoutChores(Lifecycle lifecycle, Map<String, Supplier<HttpReply>> health) {
    Optional<Backups> backups = backups();
    GarbageCollection garbage = new GarbageCollection(store, database, ticker);
    Housekeeping housekeeping = new Housekeeping(store, backups, garbage, settings.gc(), clock);
    lifecycle.onClose("housekeeping", housekeeping);
    Map<String, Map<String, Function<AdminRequest, HttpReply>>> routes = new LinkedHashMap<>();
    health.forEach((path, reply) -> routes.put(path, Map.of("GET", _ -> reply.get())));
    routes.put("/status", Map.of("GET", _ -> status(backups)));
    settings
        .admin()
        .password()
        .ifPresent(password -> {
          StorageRoutes storage = new StorageRoutes(garbage, password);
          routes.put("/storage/v1/gc", Map.of("POST", storage::collect));
          backups.ifPresent(known -> addDumps(routes, known, password));
        });
    server = listen(routes);
    server.ifPresent(open -> lifecycle.onClose("admin", open));
    return housekeeping;
  }

  /** Returns the port that is bound, if one is. */
  OptionalInt port() {
    return server.map(open -> OptionalInt.of(open.port())).orElse(OptionalInt.empty());
  }

  private Optional<Backups> backups() {
    if (settings.backup().directory().isEmpty()) {
      return Optional.empty();
    }
    try {
      DumpDirectory dumps = DumpDirectory.open(settings.backup().directory().get());
      Backups backups =
          new Backups(engine, database, dumps, settings.backup(), metrics, clock, ticker);
      if (settings.backup().testsItself()) {
        SelfTest.run(engine, dumps, settings.backup(), now());
      }
      if (MountPoints.isMountPoint(database)) {
        log.atWarn()
            .addKeyValue("directory", database)
            .log("The database is a mount point: backups work, restoring one will be refused");
      }
      return Optional.of(backups);
    } catch (DumpFault fault) {
      throw new StartFailure("Backups do not work here (" + fault.problem() + ")", fault);
    }
  }

  private void addDumps(
      Map<String, Map<String, Function<AdminRequest, HttpReply>>> routes,
      Backups backups,
      AdminPassword password) {
    for (String prefix : DUMP_PREFIXES) {
      DumpRoutes dumps =
          new DumpRoutes(
              backups,
              store,
              password,
              settings.admin().listRequiresPassword(),
              prefix.startsWith("/pg") ? OLD_CODE_PREFIX : "");
      routes.put(prefix, Map.of("GET", dumps::list, "POST", dumps::create));
      routes.put(prefix + "/restore", Map.of("POST", dumps::restore));
    }
  }

  private Optional<AdminServer> listen(
      Map<String, Map<String, Function<AdminRequest, HttpReply>>> routes) {
    InetSocketAddress address =
        new InetSocketAddress(settings.admin().bind(), settings.admin().port());
    try {
      AdminServer open = new AdminServer(address, routes, ticker);
      log.atInfo()
          .addKeyValue("port", open.port())
          .addKeyValue("server_name", "admin")
          .log("Serving");
      return Optional.of(open);
    } catch (IOException e) {
      if (settings.admin().isPortChosen()) {
        throw new StartFailure("Failed to bind admin server socket " + address, e);
      }
      log.atWarn()
          .addKeyValue("port", address.getPort())
          .log("The standard admin port is taken; set ADMIN_SERVER_PORT to have one");
      return Optional.empty();
    }
  }

  private HttpReply status(Optional<Backups> backups) {
    ObjectNode status = Envelope.object();
    status.put("is_db_connected", store.isOpen());
    status.put("is_db_backup_checked", backups.isPresent() && settings.backup().testsItself());
    status.put(
        "latest_backup_time",
        backups
            .flatMap(Backups::lastSuccess)
            .map(DumpRow::createdAt)
            .map(Instant::toString)
            .orElse(null));
    status.put("peer_id", peer.toString());
    status.put("launch_time", launched.toString());
    status.putNull("git_hash");
    status.put("version", BuildVersion.current().text());
    status.putNull("cluster_version");
    status.putNull("keyspace_version");
    status.put(
        "state", readiness.reasons().isEmpty() ? "serving" : readiness.reasons().getFirst().text());
    return HttpReply.json(200, status.toString());
  }
}
