package network.wcn.tck.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.port.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Transports in memory, all of one network, without threads or time of their own.
 *
 * <p>A call is served on the thread that makes it, and its outcome is heard there or on the thread
 * that answers, unless deliveries are held back. Deadlines pass and links reconnect when {@link
 * #advance} says so; links also when a server starts. Only streams use threads, since they block.
 *
 * <p>Switches: {@link #hold}, {@link #release}, {@link #partition}, {@link #heal}, {@link
 * #failNext}. Safe for use by many threads; deterministic when one uses it.
 */
public final class FakeRpcNetwork {
  private static final int FIRST_FREE_PORT = 40_000;

  private final Map<Integer, FakeRpcServer> servers = new TreeMap<>();
  private final Set<FakeRpcLink> links = new LinkedHashSet<>();
  private final Set<FakeCall> pending = new LinkedHashSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private final Set<PeerId> partitioned = new HashSet<>();
  private boolean isHolding;
  private LinkFault.@Nullable Kind nextFailure;
  private int nextPort = FIRST_FREE_PORT;
  private long nanos;

  /** Returns a transport whose servers and links prove {@code identity}. */
  public RpcTransport transport(PeerId identity) {
    return new FakeRpcTransport(this, identity);
  }

  /** Returns the network's clock, which moves with {@link #advance} only. */
  public Ticker ticker() {
    return this::nanos;
  }

  private synchronized long nanos() {
    return nanos;
  }

  /** Lets time pass: calls whose deadline comes fail, links that are not open try to connect. */
  public void advance(Duration time) {
    List<FakeCall> due;
    synchronized (this) {
      nanos += time.toNanos();
      due = pending.stream().filter(call -> call.isDue(nanos)).toList();
    }
    due.forEach(FakeCall::expire);
    connectAll();
  }

  /** Keeps requests and answers back from now on. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** Delivers, in order, what was held back, and holds nothing back from now on. */
  public void release() {
    List<Runnable> released;
    synchronized (this) {
      isHolding = false;
      released = List.copyOf(held);
      held.clear();
    }
    released.forEach(Runnable::run);
  }

  /** Delivers the oldest thing that was held back, if there is one. */
  public boolean releaseOne() {
    Optional<Runnable> oldest;
    synchronized (this) {
      oldest = held.isEmpty() ? Optional.empty() : Optional.of(held.removeFirst());
    }
    oldest.ifPresent(Runnable::run);
    return oldest.isPresent();
  }

  /** Cuts {@code peer} off: what is sent to and from it is lost, its links are suspected. */
  public synchronized void partition(PeerId peer) {
    partitioned.add(peer);
  }

  /** Ends every partition. */
  public void heal() {
    synchronized (this) {
      partitioned.clear();
    }
    connectAll();
  }

  /** Fails the next call that is made, whoever makes it, without sending it. */
  public synchronized void failNext(LinkFault.Kind kind) {
    nextFailure = kind;
  }

  synchronized Optional<LinkFault> takeFailure() {
    Optional<LinkFault> failure =
        Optional.ofNullable(nextFailure)
            .map(kind -> new LinkFault(kind, "failed on purpose by a test"));
    nextFailure = null;
    return failure;
  }

  /** Runs {@code delivery} now, later, or never, as the switches say. */
  void deliver(PeerId from, PeerId to, Runnable delivery) {
    synchronized (this) {
      if (isCut(from, to)) {
        return;
      }
      if (isHolding) {
        held.add(delivery);
        return;
      }
    }
    delivery.run();
  }

  synchronized boolean isCut(PeerId one, PeerId other) {
    return partitioned.contains(one) || partitioned.contains(other);
  }

  synchronized void add(FakeCall call) {
    pending.add(call);
  }

  synchronized void remove(FakeCall call) {
    pending.remove(call);
  }

  synchronized void add(FakeRpcLink link) {
    links.add(link);
  }

  synchronized void remove(FakeRpcLink link) {
    links.remove(link);
  }

  synchronized Optional<FakeRpcServer> server(int port) {
    return Optional.ofNullable(servers.get(port));
  }

  /** Binds {@code server} to {@code port}, or to a free one if that is 0. */
  synchronized int bind(FakeRpcServer server, int port) {
    int chosen = port == 0 ? nextPort++ : port;
    if (servers.putIfAbsent(chosen, server) != null) {
      throw new LinkFault(LinkFault.Kind.BIND, "port " + chosen + " is taken");
    }
    return chosen;
  }

  synchronized void unbind(int port) {
    servers.remove(port);
  }

  /** Fails the calls that {@code server} has not ended. */
  void abandonCallsOf(FakeRpcServer server) {
    List<FakeCall> lost;
    synchronized (this) {
      lost = pending.stream().filter(call -> call.isServedBy(server)).toList();
    }
    lost.forEach(call -> call.fail(LinkFault.Kind.CONNECTION, "the server is gone"));
  }

  void connectAll() {
    List<FakeRpcLink> all;
    synchronized (this) {
      all = List.copyOf(links);
    }
    all.forEach(FakeRpcLink::connect);
  }
}
