package network.wcn.app.node.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.app.base.metrics.PrometheusMetrics;
import org.junit.jupiter.api.Test;

class TransferPaceTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong();
  private final AtomicLong rate = new AtomicLong(1_000);
  private final PrometheusMetrics metrics = new PrometheusMetrics(now::get);

  /** Pauses move the clock. */
  private final TransferPace pace =
      new TransferPace("tx", rate::get, now::get, now::addAndGet, metrics);

  @Test
  void framesOfAllTransfersTogetherKeepTheRate() {
    for (int frame = 0; frame < 100; frame++) {
      assertTrue(pace.await(500, () -> true));
    }
    // The last one's own time comes after it.
    assertEquals(99 * SECOND / 2, now.get());
    String page = metrics.text();
    assertTrue(page.contains("wcn_node_transfer_bytes{direction=\"tx\"} 50000"), page);
    assertTrue(page.contains("wcn_node_transfer_wait_millis{direction=\"tx\"} 49500"), page);
    assertTrue(
        page.contains("wcn_node_transfer_limit_bytes_per_second{direction=\"tx\"} 1000"), page);
  }

  @Test
  void smallFramesKeepTheRateThoughEveryPauseTakesTooLong() {
    rate.set(10_000_000);
    long tooLong = 200_000;
    TransferPace real =
        new TransferPace(
            "rx", rate::get, now::get, nanos -> now.addAndGet(nanos + tooLong), metrics);
    for (int frame = 0; frame < 100_000; frame++) {
      assertTrue(real.await(1_000, () -> true));
    }
    // Ten seconds, less what the last frames owe, plus one late end of a pause in 20 ms.
    long least = 10 * SECOND - 20_000_000;
    assertTrue(now.get() >= least, now::toString);
    assertTrue(now.get() <= 10 * SECOND + 10 * SECOND / 100, now::toString);
  }

  @Test
  void withoutALimitNothingWaits() {
    rate.set(0);
    for (int frame = 0; frame < 100; frame++) {
      assertTrue(pace.await(8 << 20, () -> true));
    }
    assertEquals(0, now.get());
  }

  @Test
  void aRateThatChangesCountsFromThenOn() {
    rate.set(1);
    assertTrue(pace.await(8 << 20, () -> true));
    // At one byte a second the next frame would wait for 97 days.
    boolean went =
        pace.await(
            1,
            () -> {
              if (now.get() >= Duration.ofMinutes(1).toNanos()) {
                rate.set(8 << 20);
              }
              return true;
            });
    assertTrue(went);
    assertTrue(now.get() <= Duration.ofSeconds(62).toNanos(), now::toString);
  }

  @Test
  void whatNobodyWantsAnyMoreIsGivenUp() {
    rate.set(1);
    assertTrue(pace.await(1_000_000, () -> true));
    AtomicInteger looks = new AtomicInteger();
    assertFalse(pace.await(1, () -> looks.incrementAndGet() < 5));
    assertEquals(4 * SECOND, now.get());
    String page = metrics.text();
    assertTrue(page.contains("wcn_node_transfer_bytes{direction=\"tx\"} 1000000"), page);
  }
}
