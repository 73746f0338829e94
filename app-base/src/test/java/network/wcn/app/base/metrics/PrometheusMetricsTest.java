package network.wcn.app.base.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import network.wcn.port.metrics.Metrics;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {
  private final FakeTicker ticker = new FakeTicker();
  private final PrometheusMetrics metrics = new PrometheusMetrics(ticker);

  @Test
  void nothingIsExportedBeforeItsFirstUse() {
    assertEquals("", metrics.text());
  }

  @Test
  void seriesOfOneNameShareATypeLine() {
    metrics.counter("calls", "api", "Database", "rpc", "Get").add(2);
    metrics.counter("calls", "api", "Database", "rpc", "Del").increment();
    metrics.gauge("age", () -> 0.5);

    assertEquals(
        """
        # TYPE age gauge
        age 0.5

        # TYPE calls counter
        calls{api="Database",rpc="Del"} 1
        calls{api="Database",rpc="Get"} 2

        """,
        metrics.text());
  }

  @Test
  void theSameNameAndLabelsAreTheSameSeries() {
    assertSame(metrics.counter("calls", "rpc", "Get"), metrics.counter("calls", "rpc", "Get"));
  }

  @Test
  void aNameHasOneType() {
    metrics.counter("calls");

    assertThrows(IllegalArgumentException.class, () -> metrics.summary("calls"));
  }

  @Test
  void aLaterGaugeReplacesAnEarlierOne() {
    metrics.gauge("age", () -> 1);
    metrics.gauge("age", () -> 2);

    assertTrue(metrics.text().contains("age 2\n"));
  }

  @Test
  void labelValuesAreEscaped() {
    metrics.counter("calls", "why", "a\"b\\c\nd");

    assertTrue(metrics.text().contains("calls{why=\"a\\\"b\\\\c\\nd\"} 0\n"));
  }

  @Test
  void aSummaryHasQuantilesSumAndCount() {
    Metrics.Summary summary = metrics.summary("seconds", "rpc", "Get");
    summary.observe(0);
    summary.observe(0);

    assertEquals(
        """
        # TYPE seconds summary
        seconds{rpc="Get",quantile="0"} 0
        seconds{rpc="Get",quantile="0.5"} 0
        seconds{rpc="Get",quantile="0.9"} 0
        seconds{rpc="Get",quantile="0.95"} 0
        seconds{rpc="Get",quantile="0.99"} 0
        seconds{rpc="Get",quantile="0.999"} 0
        seconds{rpc="Get",quantile="1"} 0
        seconds_sum{rpc="Get"} 0
        seconds_count{rpc="Get"} 2

        """,
        metrics.text());
  }

  @Test
  void quantilesAreCloseToWhatWasObserved() {
    SlidingDistribution distribution = new SlidingDistribution(ticker);
    for (int millis = 1; millis <= 1000; millis++) {
      distribution.observe(millis / 1000.0);
    }

    double[] quantiles = distribution.quantiles(new double[] {0, 0.5, 0.9, 0.99, 1});

    assertEquals(0.001, quantiles[0], 0.001 * 0.07);
    assertEquals(0.5, quantiles[1], 0.5 * 0.07);
    assertEquals(0.9, quantiles[2], 0.9 * 0.07);
    assertEquals(0.99, quantiles[3], 0.99 * 0.07);
    assertEquals(1.0, quantiles[4], 1.0 * 0.07);
    assertEquals(1000, distribution.count());
    assertEquals(500.5, distribution.sum(), 1e-9);
  }

  @Test
  void quantilesForgetAndSumsRemember() {
    SlidingDistribution distribution = new SlidingDistribution(ticker);
    distribution.observe(5);
    ticker.advance(Duration.ofSeconds(40));
    assertEquals(5, distribution.quantiles(new double[] {1})[0], 0.5);

    ticker.advance(Duration.ofSeconds(20));

    assertEquals(0, distribution.quantiles(new double[] {1})[0]);
    assertEquals(5, distribution.sum());
    assertEquals(1, distribution.count());
  }

  @Test
  void valuesOfAnySizeAreTaken() {
    SlidingDistribution distribution = new SlidingDistribution(ticker);
    for (double value : new double[] {-1, 0, 1e-300, Double.MIN_VALUE, 1e300, Double.NaN}) {
      distribution.observe(value);
    }

    assertEquals(6, distribution.count());
    assertEquals(0, distribution.quantiles(new double[] {0})[0]);
  }
}
