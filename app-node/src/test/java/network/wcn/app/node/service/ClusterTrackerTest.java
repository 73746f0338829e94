package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.tck.cluster.FakeClusterContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterTrackerTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration OFTEN = Duration.ofMillis(5);

  private final TestNetwork network = new TestNetwork();
  private final FakeClusterContract contract = network.cluster().connect(Optional.empty());
  private final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  private Optional<ClusterTracker> started = Optional.empty();

  private record Published(ClusterView view, Optional<ContractEvent> change) {
    String nameOfFirst() {
      return ((NodeOperator) view.operator(0).orElseThrow()).name();
    }
  }

  private ClusterTracker start(Duration pollInterval) {
    ClusterTracker tracker =
        new ClusterTracker(
            contract, network.reader(), pollInterval, Ticker.system(), Metrics.none());
    started = Optional.of(tracker);
    tracker.follow((view, change) -> published.add(new Published(view, change)));
    tracker.start();
    return tracker;
  }

  @AfterEach
  void close() {
    started.ifPresent(ClusterTracker::close);
  }

  private void rename(String name) {
    network
        .cluster()
        .apply(
            TestNetwork.operator(0),
            new ContractCall.UpdateNodeOperatorData(
                TestNetwork.operator(0), TestNetwork.entry(0, name).data()));
  }

  @Test
  void aFollowerHearsTheCurrentViewFirst() throws InterruptedException {
    ClusterTracker tracker = start(NEVER);

    Published first = published.take();

    assertEquals("operator 0", first.nameOfFirst());
    assertEquals(Optional.empty(), first.change());
    assertEquals(tracker.view().version(), first.view().version());
  }

  @Test
  void anEventMakesANewView() throws InterruptedException {
    start(NEVER);
    published.take();

    rename("new name");

    Published next = published.take();
    assertEquals("new name", next.nameOfFirst());
    assertInstanceOf(ContractEvent.NodeOperatorUpdated.class, next.change().orElseThrow());
  }

  @Test
  void aLostEventIsNoticedByTheNextOne() throws InterruptedException {
    start(NEVER);
    published.take();
    contract.loseNextEvents(1);
    rename("never heard of");

    rename("new name");

    Published next = published.take();
    assertEquals("new name", next.nameOfFirst());
    assertEquals(Optional.empty(), next.change());
  }

  @Test
  void aLostEventIsNoticedByPolling() throws InterruptedException {
    start(OFTEN);
    published.take();
    contract.loseNextEvents(1);

    rename("new name");

    assertEquals("new name", published.take().nameOfFirst());
  }

  @Test
  void theLastViewServesWhileTheChainFailsAndTheNextOneComesAfter() throws InterruptedException {
    ClusterTracker tracker = start(OFTEN);
    BigInteger before = published.take().view().version();
    contract.partition();
    rename("new name");
    assertEquals(before, tracker.view().version());

    contract.heal();

    assertEquals("new name", published.take().nameOfFirst());
  }

  @Test
  void whatAReorganisationLeavesIsBelievedThoughItsVersionIsNotGreater()
      throws InterruptedException {
    ReorganisedChain chain = new ReorganisedChain(contract);
    ClusterTracker tracker =
        new ClusterTracker(chain, network.reader(), NEVER, Ticker.system(), Metrics.none());
    started = Optional.of(tracker);
    ContractView before = tracker.view().contract();
    tracker.follow((view, change) -> published.add(new Published(view, change)));
    tracker.start();
    published.take();
    rename("undone");
    assertEquals("undone", published.take().nameOfFirst());

    chain.goBackTo(before);

    assertEquals("operator 0", published.take().nameOfFirst());
    assertEquals(before, tracker.view().contract());
  }

  @Test
  void aChainThatCannotBeReadAtTheStartIsAFault() {
    contract.partition();

    assertThrows(ChainFault.class, () -> start(NEVER));
  }

  @Test
  void whoStopsFollowingHearsNoMore() throws InterruptedException {
    ClusterTracker tracker = start(NEVER);
    published.take();
    BlockingQueue<ClusterView> other = new LinkedBlockingQueue<>();
    ClusterTracker.Listener listener = (view, _) -> other.add(view);
    tracker.follow(listener);
    tracker.unfollow(listener);

    rename("new name");
    published.take();

    assertEquals(1, other.size());
  }

  @Test
  void theAgeOfAViewIsCountedFromItsLastConfirmation() {
    assertTrue(start(NEVER).age().compareTo(Duration.ofMinutes(1)) < 0);
  }
}
