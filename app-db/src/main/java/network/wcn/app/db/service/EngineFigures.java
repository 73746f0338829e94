package network.wcn.app.db.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.StoreFigure;
import network.wcn.port.time.Ticker;

/**
 * Exports what an engine tells about itself as gauges.
 *
 * <p>An engine tells all its figures at once, and there may be hundreds: the gauges of one export
 * share one reading. While the engine tells nothing, they are no numbers.
 */
final class EngineFigures {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RecordStore store;
  private final Ticker ticker;

  @GuardedBy("this")
  private Map<Series, Double> values = Map.of();

  @GuardedBy("this")
  private long readNanos;

  private record Series(String name, List<String> labels) {
    static Series of(StoreFigure figure) {
      return new Series(figure.name(), figure.labels());
    }
  }

  private EngineFigures(RecordStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
    read();
  }

  /** Exports the figures that {@code store} has now; it has the same as long as it is open. */
  static void export(RecordStore store, Metrics metrics, Ticker ticker) {
    EngineFigures figures = new EngineFigures(store, ticker);
    for (Series series : figures.all()) {
      String[] labels = series.labels().toArray(String[]::new);
      metrics.gauge(series.name(), () -> figures.value(series), labels);
    }
  }

  private synchronized List<Series> all() {
    return List.copyOf(values.keySet());
  }

  private synchronized double value(Series series) {
    if (ticker.nanos() - readNanos >= FRESH_NANOS) {
      read();
    }
    return values.getOrDefault(series, Double.NaN);
  }

  private synchronized void read() {
    Map<Series, Double> read = new HashMap<>();
    try {
      store.figures().forEach(figure -> read.put(Series.of(figure), figure.value()));
    } catch (StoreFault _) {
      // It is being restored or opened anew, and says so elsewhere.
    }
    values = read;
    readNanos = ticker.nanos();
  }
}
