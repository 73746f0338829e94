package network.wcn.app.node.service;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.node.NodeSettings;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.membership.ViewUpdate;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;

/**
 * Fetches into the operator's database everything that it has to hold, from the nodes of the other
 * operators: for a database that was restored from a backup, or that lost its data.
 *
 * <p>Speaks to the others as the node that it is set up as, and follows {@link ResyncPlan}. Nothing
 * is taken away: records are merged by their versions.
 */
public final class Resync {
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Nobody's disk or network takes that long for one frame. */
  private static final Duration PATIENCE_WITH_STREAMS = Duration.ofMinutes(2);

  /** Further ones would only wait in the database, which takes in no more at once. */
  private static final int MOST_AT_ONCE = 4;

  private final NodeSettings settings;
  private final Provider<RpcTransport> transports;
  private final Provider<ClusterContract> contracts;
  private final ContractDataReader onChainData;
  private final PrometheusMetrics metrics;
  private final Ticker ticker;

  /**
   * Makes a resync of its parts.
   *
   * @param transports starts the transport, once
   * @param contracts connects to the chain, once
   */
  @Inject
  public Resync(
      NodeSettings settings,
      Provider<RpcTransport> transports,
      Provider<ClusterContract> contracts,
      ContractDataReader onChainData,
      PrometheusMetrics metrics,
      Ticker ticker) {
    this.settings = settings;
    this.transports = transports;
    this.contracts = contracts;
    this.onChainData = onChainData;
    this.metrics = metrics;
    this.ticker = ticker;
  }

  /**
   * Fetches everything; blocks.
   *
   * @param interval how often {@code progress} hears how far it has come
   * @return what came, and from whom; look whether it is complete
   * @throws ResyncFailed if it cannot begin, or our own database does not take what comes
   */
  public ResyncReport run(Duration interval, Consumer<ResyncReport> progress) {
    ClusterView view = view();
    List<ResyncPlan.Range> plan = new ResyncPlan(view.primary(), ownSlot(view)).ranges();
    ResyncTally tally = new ResyncTally(plan, view);
    try (RpcTransport transport = transports.get()) {
      Deadline patience = Deadline.after(ticker, TIME_TO_CONNECT);
      RpcLink database =
          transport.dial(settings.database().secondary(Api.DATABASE), NodeServer.BULK_LINK);
      Map<Integer, OperatorLink> sources = dial(view, tally.slots(), transport, patience);
      if (!database.awaitOpen(patience)) {
        throw new ResyncFailed(
            "the operator's database at "
                + database.target().address()
                + " cannot be reached; it has to run, and DATABASE_* variables to name it");
      }
      StallWatch watch = new StallWatch(PATIENCE_WITH_STREAMS, ticker);
      RangeFetch fetch =
          new RangeFetch(
              database, view.contract().keyspaceVersion(), pace(view), watch, tally, ticker);
      return new ResyncWork(plan, sources, fetch, watch, tally, PAUSE, ticker)
          .run(workers(view), interval, progress);
    }
  }

  private ClusterView view() {
    try (ClusterContract contract = contracts.get()) {
      return switch (new ViewReader(onChainData).read(contract.view())) {
        case ViewUpdate.Accepted(ClusterView view) -> view;
        case ViewUpdate.Rejected(String reason) ->
            throw new ResyncFailed("the contract's view cannot be used: " + reason);
      };
    } catch (ChainFault e) {
      throw new ResyncFailed("the contract cannot be read: " + e.getMessage(), e);
    }
  }

  private int ownSlot(ClusterView view) {
    PeerId self = settings.secretKey().peerId();
    OptionalInt slot = view.slotOfNode(self);
    if (slot.isEmpty()) {
      throw new ResyncFailed(
          "no operator lists the node "
              + self
              + ", so that others would send it nothing; SECRET_KEY has to be that of a node on the"
              + " contract");
    }
    if (view.migration().isPresent()) {
      throw new ResyncFailed(
          "a migration runs, after which the operator may have to hold other shards; run it again"
              + " when that is over (wcn operator migration)");
    }
    if (!view.primary().hasMember(slot.getAsInt())) {
      throw new ResyncFailed(
          "the operator takes no part in the keyspace yet: there is nothing that it has to hold");
    }
    return slot.getAsInt();
  }

  private TransferPace pace(ClusterView view) {
    long limit = view.settings().migrationRxBytesPerSecond();
    return new TransferPace("rx", () -> limit, ticker, metrics);
  }

  private static int workers(ClusterView view) {
    int wanted = view.settings().migrationConcurrency();
    return wanted == 0 ? MOST_AT_ONCE : Math.min(wanted, MOST_AT_ONCE);
  }

  /** Connects to the nodes of {@code slots} and waits a while for all of them. */
  private Map<Integer, OperatorLink> dial(
      ClusterView view, List<Integer> slots, RpcTransport transport, Deadline patience) {
    NodeAddresses addresses = NodeAddresses.seenFrom(settings);
    Map<Integer, OperatorLink> sources = new HashMap<>();
    List<RpcLink> all = new ArrayList<>();
    for (int slot : slots) {
      List<RpcLink> nodes = new ArrayList<>();
      for (NodeEndpoint node : view.nodes(slot)) {
        if (node.secondaryPort() > 0) {
          LinkTarget target = new LinkTarget(node.peerId(), addresses.secondary(node), Api.REPLICA);
          nodes.add(transport.dial(target, NodeServer.BULK_LINK));
        }
      }
      all.addAll(nodes);
      sources.put(slot, new OperatorLink(nodes, ticker));
    }
    all.forEach(node -> node.awaitOpen(patience));
    return sources;
  }
}
