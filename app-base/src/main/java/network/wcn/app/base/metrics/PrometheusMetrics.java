package network.wcn.app.base.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;

/**
 * Keeps metrics in memory and writes them as Prometheus text.
 *
 * <p>A series appears with its first use. Nothing runs in the background: gauges are asked when
 * {@link #text} is called. Safe for use by many threads.
 *
 * @see "protocol/surface.md section 4"
 */
public final class PrometheusMetrics implements Metrics {
  private static final double[] QUANTILES = {0, 0.5, 0.9, 0.95, 0.99, 0.999, 1};

  private final Ticker ticker;
  private final Map<SeriesName, Series> all = new ConcurrentHashMap<>();

  public PrometheusMetrics(Ticker ticker) {
    this.ticker = ticker;
  }

  /** One exported series. */
  private sealed interface Series {
    String type();

    record OfCounter(LongAdder total) implements Series, Counter {
      @Override
      public void add(long amount) {
        total.add(amount);
      }

      @Override
      public String type() {
        return "counter";
      }
    }

    record OfSummary(SlidingDistribution distribution) implements Series {
      @Override
      public String type() {
        return "summary";
      }
    }

    record OfGauge(DoubleSupplier value) implements Series {
      @Override
      public String type() {
        return "gauge";
      }
    }
  }

  @Override
  public Counter counter(String name, String... labels) {
    SeriesName key = new SeriesName(name, List.of(labels));
    Series series = all.computeIfAbsent(key, _ -> new Series.OfCounter(new LongAdder()));
    if (series instanceof Series.OfCounter counter) {
      return counter;
    }
    throw taken(key, series, "counter");
  }

  @Override
  public Summary summary(String name, String... labels) {
    SeriesName key = new SeriesName(name, List.of(labels));
    Series series =
        all.computeIfAbsent(key, _ -> new Series.OfSummary(new SlidingDistribution(ticker)));
    if (series instanceof Series.OfSummary summary) {
      return summary.distribution();
    }
    throw taken(key, series, "summary");
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {
    all.put(new SeriesName(name, List.of(labels)), new Series.OfGauge(value));
  }

  private static IllegalArgumentException taken(SeriesName key, Series series, String wanted) {
    return new IllegalArgumentException(
        key.name() + " is a " + series.type() + " already, asked for a " + wanted);
  }

  /** Returns every series as Prometheus text, sorted by name: TYPE lines, no HELP. */
  public String text() {
    Map<String, List<Map.Entry<SeriesName, Series>>> byName = new TreeMap<>();
    for (Map.Entry<SeriesName, Series> entry : all.entrySet()) {
      byName.computeIfAbsent(entry.getKey().name(), _ -> new ArrayList<>()).add(entry);
    }
    StringBuilder out = new StringBuilder(4096);
    byName.forEach((name, entries) -> {
      entries.sort(Map.Entry.comparingByKey());
      String type = entries.getFirst().getValue().type();
      out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
      entries.forEach(entry -> write(out, entry.getKey(), entry.getValue()));
      out.append('\n');
    });
    return out.toString();
  }

  private static void write(StringBuilder out, SeriesName name, Series series) {
    switch (series) {
      case Series.OfCounter counter -> name.writeLine(out, "", "", (double) counter.total().sum());
      case Series.OfGauge gauge -> name.writeLine(out, "", "", gauge.value().getAsDouble());
      case Series.OfSummary summary -> writeSummary(out, name, summary.distribution());
    }
  }

  private static void writeSummary(
      StringBuilder out, SeriesName name, SlidingDistribution distribution) {
    double[] values = distribution.quantiles(QUANTILES);
    for (int i = 0; i < QUANTILES.length; i++) {
      String quantile = "quantile=\"" + SeriesName.number(QUANTILES[i]) + "\"";
      name.writeLine(out, "", quantile, values[i]);
    }
    name.writeLine(out, "_sum", "", distribution.sum());
    name.writeLine(out, "_count", "", (double) distribution.count());
  }
}
