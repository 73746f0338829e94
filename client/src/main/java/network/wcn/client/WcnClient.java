package network.wcn.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.client.OperationFailed.Kind;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.RandomSource;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/**
 * A client of the network: linked to the nodes of every operator, it asks another one when one
 * fails. Safe for use by many threads; one client serves a whole program.
 *
 * <pre>{@code
 * try (WcnClient client = WcnClient.builder().secretKey(key).bootstrap(node).connect()) {
 *   client.namespace(namespace).set(key, value, Duration.ofHours(1));
 * }
 * }</pre>
 */
public final class WcnClient implements AutoCloseable {
  private static final long LOOK_MILLIS = 5;

  private final ClientSettings settings;
  private final RpcTransport transport;
  private final Ticker ticker = Ticker.system();
  private final NodeLinks links;
  private final Dispatcher dispatcher;
  private Optional<ViewFollower> follower = Optional.empty();

  WcnClient(ClientSettings settings, RpcTransport transport) {
    this.settings = settings;
    this.transport = transport;
    this.links = new NodeLinks(transport, settings.linkSettings());
    this.dispatcher = new Dispatcher(settings, links, WallClock.system(), ticker);
  }

  /** Returns a builder with defaults for everything but the key and the bootstrap nodes. */
  public static WcnClientBuilder builder() {
    return new WcnClientBuilder();
  }

  /** Asks only {@code nodes}. */
  void useOnly(List<ClientNode> nodes) {
    install(nodes);
    dispatcher.start();
    awaitLink(System.nanoTime() + settings.connectTimeout().toNanos(), "none of " + nodes);
  }

  /** Asks the nodes of the cluster view, which is read from {@code bootstrap} first. */
  void followCluster(List<ClientNode> bootstrap, ContractDataReader reader) {
    long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
    ViewFollower views =
        new ViewFollower(
            transport,
            settings.linkSettings(),
            ticker,
            RandomSource.system(),
            view -> apply(view, reader),
            bootstrap);
    follower = Optional.of(views);
    views.start();
    dispatcher.start();
    await(deadline, () -> views.first().isDone());
    if (!views.first().isDone()) {
      throw notConnected("no bootstrap node told the cluster view: " + views.lastFailure());
    }
    awaitLink(deadline, "no node of the cluster view");
  }

  private void apply(ContractView view, ContractDataReader reader) {
    List<ClientNode> asked = new ArrayList<>();
    List<ClientNode> trusted = new ArrayList<>();
    for (Optional<OperatorEntry> slot : view.operatorSlots()) {
      if (slot.isEmpty()) {
        continue;
      }
      OperatorId operator = slot.get().id();
      for (NodeEndpoint endpoint : reader.operator(slot.get()).nodes()) {
        if (endpoint.primaryPort() == 0) {
          continue;
        }
        ClientNode node =
            new ClientNode(
                Optional.of(operator),
                endpoint.peerId(),
                Addresses.of(endpoint.address(), endpoint.primaryPort()));
        if (!settings.ignored().contains(operator)) {
          asked.add(node);
        }
        if (settings.trusted().isEmpty() || settings.trusted().contains(operator)) {
          trusted.add(node);
        }
      }
    }
    follower.ifPresent(views -> views.ask(trusted));
    install(asked);
  }

  private void install(List<ClientNode> nodes) {
    Map<Object, List<ClientNode>> byOperator = new LinkedHashMap<>();
    for (ClientNode node : nodes) {
      // A node of an unknown operator counts as an operator of its own.
      Object owner = node.operator().isPresent() ? node.operator().get() : node;
      byOperator.computeIfAbsent(owner, _ -> new ArrayList<>()).add(node);
    }
    links.keep(nodes);
    dispatcher.install(List.copyOf(byOperator.values()));
  }

  private void awaitLink(long deadlineNanos, String whom) {
    await(deadlineNanos, () -> links.openCount() > 0);
    if (links.openCount() == 0) {
      throw notConnected(
          whom + " accepted a connection within " + settings.connectTimeout().toMillis() + " ms");
    }
  }

  private OperationFailed notConnected(String message) {
    close();
    return new OperationFailed(Kind.NO_NODE, message, 0);
  }

  private static void await(long deadlineNanos, java.util.function.BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && System.nanoTime() - deadlineNanos < 0) {
        Thread.sleep(Duration.ofMillis(LOOK_MILLIS));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the operations of a namespace, which its operator must have opened to this client. */
  public Records namespace(Namespace namespace) {
    return new Records(new AsyncRecords(dispatcher, namespace));
  }

  /** Returns how many nodes would take a request now. */
  public int openLinkCount() {
    return links.openCount();
  }

  /** Fails what is under way and closes every link; a second call does nothing. */
  @Override
  public void close() {
    follower.ifPresent(ViewFollower::close);
    dispatcher.close();
    links.close();
    transport.close();
  }
}
