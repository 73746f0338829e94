package network.wcn.app.base.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;

/**
 * Metrics that hide peers on their way to the kept ones.
 *
 * <p>Series that differ only in a hidden label become one: counts add up, and so do gauges.
 *
 * @see "operations.md B5"
 */
public final class PrivateMetrics implements Metrics {
  private static final Set<String> PEER_LABELS = Set.of("remote_addr", "remote_peer_id");

  private final Metrics kept;
  private final PeerLabels shown;
  private final Map<SeriesName, Map<SeriesName, DoubleSupplier>> gauges = new ConcurrentHashMap<>();

  public PrivateMetrics(Metrics kept, PeerLabels shown) {
    this.kept = kept;
    this.shown = shown;
  }

  @Override
  public Counter counter(String name, String... labels) {
    return kept.counter(name, visible(labels));
  }

  @Override
  public Summary summary(String name, String... labels) {
    return kept.summary(name, visible(labels));
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {
    String[] visible = visible(labels);
    Map<SeriesName, DoubleSupplier> parts =
        gauges.computeIfAbsent(
            new SeriesName(name, List.of(visible)), _ -> new ConcurrentHashMap<>());
    parts.put(new SeriesName(name, List.of(labels)), value);
    kept.gauge(
        name,
        () -> parts.values().stream().mapToDouble(DoubleSupplier::getAsDouble).sum(),
        visible);
  }

  private String[] visible(String... labels) {
    List<String> visible = new ArrayList<>(labels.length);
    for (int i = 0; i + 1 < labels.length; i += 2) {
      Optional<String> value =
          PEER_LABELS.contains(labels[i]) ? shown.shown(labels[i + 1]) : Optional.of(labels[i + 1]);
      if (value.isPresent()) {
        visible.add(labels[i]);
        visible.add(value.get());
      }
    }
    return visible.toArray(String[]::new);
  }
}
