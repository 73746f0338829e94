package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.domain.api.Api;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.LinkTarget;
import network.wcn.port.time.Ticker;
import network.wcn.tck.cluster.FakeClusterContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  private static final Duration VIEW_MAX_AGE = Duration.ofMinutes(30);

  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;
  private final TestNetwork network = new TestNetwork();
  private final FakeClusterContract contract = network.cluster().connect(Optional.empty());
  private final ClusterTracker tracker =
      new ClusterTracker(contract, network.reader(), Duration.ofMillis(5), ticker, Metrics.none());
  private final Readiness readiness = new Readiness();
  private final HealthWatch watch =
      new HealthWatch(
          tracker,
          new FakeReplicas(),
          new OwnDatabase(
              new FakeLink(
                  new LinkTarget(
                      TestNetwork.peer(50, 0),
                      InetSocketAddress.createUnresolved("db", 1),
                      Api.DATABASE)),
              ticker),
          readiness,
          VIEW_MAX_AGE,
          new Isolation(Duration.ofSeconds(30)),
          ticker,
          Metrics.none());

  @BeforeEach
  void begin() {
    readiness.set(Unready.STARTING, false);
  }

  @AfterEach
  void close() {
    tracker.close();
  }

  private List<Unready> reasons() {
    try (Timer timer = new Timer()) {
      watch.start(timer);
    }
    return readiness.reasons();
  }

  @Test
  void aViewThatNobodyConfirmedForTooLongIsAReason() {
    nanos.addAndGet(VIEW_MAX_AGE.toNanos());
    assertEquals(List.of(), reasons());

    nanos.incrementAndGet();
    assertEquals(List.of(Unready.VIEW_STALE), reasons());
  }

  @Test
  void aViewThatIsConfirmedAgainIsNone() {
    nanos.addAndGet(VIEW_MAX_AGE.toNanos() + 1);
    assertEquals(List.of(Unready.VIEW_STALE), reasons());

    tracker.start();
    while (!tracker.age().isZero()) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(), reasons());
  }
}
