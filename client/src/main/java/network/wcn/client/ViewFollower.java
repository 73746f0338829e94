package network.wcn.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import network.wcn.domain.api.Api;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.RandomSource;
import network.wcn.port.time.Ticker;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cluster view current: one link to one node at a time, whose events say when to read the
 * view again. A node that fails is replaced by the next one.
 *
 * @see "protocol/surface.md section 6"
 */
final class ViewFollower implements AutoCloseable {
  private static final Duration OPEN_TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RpcTransport transport;
  private final LinkSettings settings;
  private final Ticker ticker;
  private final Consumer<ContractView> heard;
  private final CompletableFuture<ContractView> first = new CompletableFuture<>();
  private volatile List<ClientNode> sources;
  private volatile String lastFailure = "no node was asked yet";
  private volatile boolean closed;
  private @Nullable Thread thread;
  private int cursor;

  /**
   * @param heard is given every view that was read
   * @param sources whom to ask until {@link #ask} names others, at least one
   */
  ViewFollower(
      RpcTransport transport,
      LinkSettings settings,
      Ticker ticker,
      RandomSource random,
      Consumer<ContractView> heard,
      List<ClientNode> sources) {
    this.transport = transport;
    this.settings = settings;
    this.ticker = ticker;
    this.heard = heard;
    this.sources = List.copyOf(sources);
    this.cursor = random.nextInt(sources.size());
  }

  void start() {
    thread = Thread.ofVirtual().name("wcn-client-view").start(this::follow);
  }

  /** Names whom to ask from now on; ignored if empty. */
  void ask(List<ClientNode> nodes) {
    if (!nodes.isEmpty()) {
      sources = List.copyOf(nodes);
    }
  }

  /** Returns what is done once the first view was read. */
  CompletableFuture<ContractView> first() {
    return first;
  }

  /** Returns what went wrong last, for a message. */
  String lastFailure() {
    return lastFailure;
  }

  private void follow() {
    try {
      while (!closed) {
        List<ClientNode> nodes = sources;
        ClientNode node = nodes.get(Math.floorMod(cursor++, nodes.size()));
        try {
          listenTo(node);
        } catch (LinkFault | MalformedMessage e) {
          lastFailure = node + ": " + e.getMessage();
        }
        if (first.isDone()) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException _) {
      // Closed: nothing is left to do.
    }
  }

  /** Reads the view, and again after every event, until the node fails. */
  private void listenTo(ClientNode node) throws InterruptedException {
    LinkTarget target = new LinkTarget(node.peer(), node.address(), Api.CLUSTER);
    try (RpcLink link = transport.dial(target, settings)) {
      if (!link.awaitOpen(Deadline.after(ticker, OPEN_TIMEOUT))) {
        throw new LinkFault(
            LinkFault.Kind.CONNECT, "did not connect within " + OPEN_TIMEOUT.toMillis() + " ms");
      }
      ClusterReader reader = new ClusterReader(link);
      try (FrameStream events = reader.events(Deadline.after(ticker, VIEW_TIMEOUT))) {
        while (!closed) {
          ContractView view = reader.view(Deadline.after(ticker, VIEW_TIMEOUT));
          heard.accept(view);
          first.complete(view);
          ClusterReader.nextEvent(events);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
