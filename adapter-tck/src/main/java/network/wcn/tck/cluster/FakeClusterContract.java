package network.wcn.tck.cluster;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.cluster.CallReceipt;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;

/**
 * A connection to a {@link FakeCluster}, with switches for everything that goes wrong with chains.
 *
 * <p>Safe for use by many threads. Events are delivered on the thread that made the change, or that
 * turned the switch which held them back.
 */
public final class FakeClusterContract implements ClusterContract {
  private final FakeCluster cluster;
  private final Optional<OperatorId> signer;
  private final List<FakeSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger lostAnswers = new AtomicInteger();
  private final AtomicInteger lostEvents = new AtomicInteger();
  private volatile int lag;
  private volatile boolean isPartitioned;
  private volatile boolean isClosed;

  FakeClusterContract(FakeCluster cluster, Optional<OperatorId> signer) {
    this.cluster = cluster;
    this.signer = signer;
  }

  /** Lets the next {@code count} calls of any method fail, without effect. */
  public void failNext(int count) {
    failures.set(count);
  }

  /** Lets the next {@code count} submitted calls take effect and yet fail. */
  public void loseNextAnswers(int count) {
    lostAnswers.set(count);
  }

  /** Lets the next {@code count} events never arrive, counted over all subscriptions. */
  public void loseNextEvents(int count) {
    lostEvents.set(count);
  }

  /** Lets views and events trail {@code changes} behind the newest; 0 catches up. */
  public void lag(int changes) {
    if (changes < 0) {
      throw new IllegalArgumentException("a lag is at least 0 changes, got " + changes);
    }
    lag = changes;
    deliver();
  }

  /** Lets every call fail and holds back events, until {@link #heal()}. */
  public void partition() {
    isPartitioned = true;
  }

  /** Ends a partition; what was held back arrives. */
  public void heal() {
    isPartitioned = false;
    deliver();
  }

  @Override
  public ContractView view() {
    reach();
    return cluster.state(cluster.stateCount(lag) - 1).ledger().view();
  }

  @Override
  public BigInteger version() {
    return view().version();
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    reach();
    FakeSubscription subscription = new FakeSubscription(listener, cluster.stateCount(lag));
    subscriptions.add(subscription);
    subscription.deliver();
    return subscription;
  }

  @Override
  public Optional<OperatorId> signer() {
    return signer;
  }

  @Override
  public CallReceipt submit(ContractCall call) {
    OperatorId caller =
        signer.orElseThrow(() -> new IllegalStateException("this connection has no signer"));
    reach();
    cluster.apply(caller, call);
    if (takeOne(lostAnswers)) {
      throw new ChainFault("the answer to " + call + " was lost, as the test asked for");
    }
    return CallReceipt.BARE;
  }

  @Override
  public void close() {
    isClosed = true;
    subscriptions.clear();
    cluster.disconnect(this);
  }

  void deliver() {
    subscriptions.forEach(FakeSubscription::deliver);
  }

  private void reach() {
    if (isClosed) {
      throw new ChainFault("this connection is closed");
    }
    if (isPartitioned) {
      throw new ChainFault("the contract cannot be reached: the test cut the connection");
    }
    if (takeOne(failures)) {
      throw new ChainFault("the contract failed, as the test asked for");
    }
  }

  private static boolean takeOne(AtomicInteger remaining) {
    return remaining.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  private final class FakeSubscription implements Subscription {
    private final EventListener listener;
    private final AtomicInteger requests = new AtomicInteger();
    private int next;

    FakeSubscription(EventListener listener, int next) {
      this.listener = listener;
      this.next = next;
    }

    /**
     * Delivers what is due, in order; a thread that comes while another delivers leaves it that.
     */
    void deliver() {
      if (requests.getAndIncrement() > 0) {
        return;
      }
      do {
        while (!isPartitioned && subscriptions.contains(this) && next < cluster.stateCount(lag)) {
          cluster.state(next++).event().filter(_ -> !takeOne(lostEvents)).ifPresent(this::tell);
        }
      } while (requests.decrementAndGet() > 0);
    }

    private void tell(ContractEvent event) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException e) {
        System.getLogger(FakeClusterContract.class.getName())
            .log(System.Logger.Level.DEBUG, "a listener failed on " + event, e);
      }
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
