package network.wcn.app.base.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrivateMetricsTest {
  private final PrometheusMetrics kept = new PrometheusMetrics(new FakeTicker());

  private void use(PeerLabels shown) {
    PrivateMetrics metrics = new PrivateMetrics(kept, shown);
    metrics.counter("calls", "remote_addr", "10.0.0.1", "api", "Replica").add(1);
    metrics.counter("calls", "remote_addr", "10.0.0.2", "api", "Replica").add(2);
    metrics.gauge("links", () -> 1, "remote_addr", "10.0.0.1", "api", "Replica");
    metrics.gauge("links", () -> 1, "remote_addr", "10.0.0.2", "api", "Replica");
  }

  @Test
  void hiddenPeersAreCountedTogether() {
    use(PeerLabels.NONE);

    assertEquals(
        """
        # TYPE calls counter
        calls{api="Replica"} 3

        # TYPE links gauge
        links{api="Replica"} 2

        """,
        kept.text());
  }

  @Test
  void hashedPeersAreToldApartButNotNamed() {
    use(PeerLabels.HASH);

    String text = kept.text();
    assertFalse(text.contains("10.0.0"), text);
    assertEquals(4, text.lines().filter(line -> line.contains("remote_addr=\"")).count());
  }

  @Test
  void fullPeersAreNamed() {
    use(PeerLabels.FULL);

    assertTrue(kept.text().contains("calls{remote_addr=\"10.0.0.2\",api=\"Replica\"} 2\n"));
  }
}
