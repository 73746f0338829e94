package network.wcn.app.node.service;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import network.wcn.app.node.NodeSettings;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.replication.RequestLimits;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.rpc.ServerSettings;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole node: its view of the cluster, its links, its two RPC ports and its HTTP port. */
public final class NodeServer {
  private static final Logger log = LoggerFactory.getLogger(NodeServer.class);
  private static final Duration RESPONSIVE = Duration.ofSeconds(2);
  private static final Duration CHAIN_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CHAIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration STALL_CHECK = Duration.ofSeconds(10);
  private static final Duration HANDSHAKE = Duration.ofSeconds(2);
  private static final LinkSettings DATABASE_LINK =
      new LinkSettings(
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          5000,
          Duration.ofSeconds(2),
          Priority.HIGH);

  /** For transfers of many records. */
  static final LinkSettings BULK_LINK =
      new LinkSettings(
          Duration.ofSeconds(1), Duration.ofSeconds(1), 200, Duration.ofSeconds(10), Priority.LOW);

  private final NodeSettings settings;
  private final Provider<RpcTransport> transports;
  private final Provider<ClusterContract> contracts;
  private final ContractDataReader onChainData;
  private final PrometheusMetrics metrics;
  private final WallClock clock;
  private final Ticker ticker;

  /**
   * Makes a node of its parts.
   *
   * @param transports starts the transport, once
   * @param contracts connects to the chain, once
   */
  @Inject
  public NodeServer(
      NodeSettings settings,
      Provider<RpcTransport> transports,
      Provider<ClusterContract> contracts,
      ContractDataReader onChainData,
      PrometheusMetrics metrics,
      WallClock clock,
      Ticker ticker) {
    this.settings = settings;
    this.transports = transports;
    this.contracts = contracts;
    this.onChainData = onChainData;
    this.metrics = metrics;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Starts everything and registers it with {@code lifecycle}.
   *
   * @throws StartFailure if a port is taken or the contract cannot be read
   */
  public void start(Lifecycle lifecycle, Readiness readiness) {
    lifecycle.setGrace(settings.shutdownGrace());
    SystemGauges.register(metrics);
    metrics.gauge("wcn_node_version", () -> (double) BuildVersion.current().number());
    Timer timer = new Timer();
    lifecycle.onClose("timer", timer);
    ServedPorts ports = new ServedPorts(lifecycle);
    ClusterPageRoute clusterPage = new ClusterPageRoute();
    Map<String, Supplier<HttpReply>> routes =
        HealthRoutes.of(metrics, readiness, () -> timer.isResponsive(RESPONSIVE));
    routes.put("/metrics/cluster", () -> HttpReply.chunked(clusterPage.text()));
    ports.openHttp(settings.metricsPort(), routes);

    RpcTransport transport = transports.get();
    lifecycle.onClose("transport", transport);
    OwnDatabase database =
        new OwnDatabase(
            transport.dial(settings.database().primary(Api.DATABASE), DATABASE_LINK), ticker);
    ClusterTracker tracker = followChain();
    lifecycle.onClose("cluster", tracker);

    PeerId self = settings.secretKey().peerId();
    NodeAddresses addresses = NodeAddresses.seenFrom(settings);
    ClusterLinks links = new ClusterLinks(self, addresses, transport, database, ticker);
    lifecycle.onClose("links", links);
    tracker.follow(links);
    tracker.start();
    MetricsFetcher fetcher =
        new MetricsFetcher(transport, settings.database().secondary(Api.METRICS), ticker);
    clusterPage.set(new ClusterMetricsPage(self, tracker, addresses, metrics, fetcher, ticker));

    serve(ports, lifecycle, new Parts(transport, tracker, links, database, timer, fetcher));
    new HealthWatch(
            tracker,
            links,
            database,
            readiness,
            settings.health().viewMaxAge(),
            new Isolation(settings.health().isolationGrace()),
            ticker,
            metrics)
        .start(timer);
  }

  /** What the services are made of. */
  private record Parts(
      RpcTransport transport,
      ClusterTracker tracker,
      ClusterLinks links,
      OwnDatabase database,
      Timer timer,
      MetricsFetcher fetcher) {}

  private void serve(ServedPorts ports, Lifecycle lifecycle, Parts parts) {
    RpcLink bulk = parts.transport.dial(settings.database().secondary(Api.DATABASE), BULK_LINK);
    CoordinatorService coordinator =
        new CoordinatorService(
            parts.tracker, parts.links, RequestLimits.DEFAULT, parts.timer, clock, ticker, metrics);
    DataRelay relay = new DataRelay(parts.tracker, bulk, sendingPace(parts.tracker), clock, ticker);
    parts.timer.every(STALL_CHECK, relay::breakStalled);
    ReplicaService replica =
        new ReplicaService(parts.tracker, parts.database, relay, clock, ticker);
    ClusterService cluster = new ClusterService(parts.tracker);
    lifecycle.onDrain(
        "event-streams",
        _ -> {
          cluster.close();
          return true;
        });
    NodeMetricsService figures = new NodeMetricsService(parts.tracker, metrics, parts.fetcher);
    ports.openRpc(
        parts.transport,
        server("primary", settings.primaryPort(), 2000, 1000, 10_000, Priority.HIGH),
        List.of(coordinator, replica, cluster));
    ports.openRpc(
        parts.transport,
        server("secondary", settings.secondaryPort(), 800, 400, 1000, Priority.LOW),
        List.of(coordinator, replica, figures));
  }

  /** What the contract says now counts, for all transfers together. */
  private TransferPace sendingPace(ViewSource views) {
    return new TransferPace(
        "tx", () -> views.view().settings().migrationTxBytesPerSecond(), ticker, metrics);
  }

  /**
   * A ledger that is just starting, like the node, deserves some patience; nonsense does not, nor
   * does an EVM chain, whose nodes are expected to end at once and be started again.
   *
   * @see "protocol/surface.md section 5"
   */
  private ClusterTracker followChain() {
    ClusterContract contract = contracts.get();
    Deadline patience =
        Deadline.after(
            ticker, settings.chain().settings().isLedger() ? CHAIN_PATIENCE : Duration.ZERO);
    while (true) {
      try {
        return new ClusterTracker(
            contract,
            new ViewReader(onChainData),
            settings.chain().pollInterval(),
            ticker,
            metrics);
      } catch (IllegalStateException e) {
        throw new StartFailure("Failed to read the cluster's contract", e);
      } catch (ChainFault e) {
        if (patience.hasPassed(ticker)) {
          throw new StartFailure("Failed to read the cluster's contract", e);
        }
        log.atWarn().setCause(e).log("The chain cannot be read yet");
        pause(e);
      }
    }
  }

  private static void pause(ChainFault fault) {
    try {
      Thread.sleep(CHAIN_PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while the chain could not be read", fault);
    }
  }

  private ServerSettings server(
      String name, int port, int connections, int connectionsPerIp, int calls, Priority priority) {
    return new ServerSettings(
        name,
        port,
        HANDSHAKE,
        connections,
        connectionsPerIp,
        connectionsPerIp,
        calls,
        settings.maxIdleConnectionTimeout(),
        priority);
  }

  /** The cluster's metrics, empty until the node knows the cluster. */
  private static final class ClusterPageRoute {
    private volatile Supplier<String> page = () -> "";

    void set(ClusterMetricsPage made) {
      page = made::text;
    }

    String text() {
      return page.get();
    }
  }
}
