package network.wcn.adapter.evm;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;

/** Metrics that a test can read. */
final class CountedMetrics implements Metrics {
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name, String... labels) {
    LongAdder counter = counters.computeIfAbsent(key(name, labels), _ -> new LongAdder());
    return counter::add;
  }

  @Override
  public Summary summary(String name, String... labels) {
    return _ -> {};
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {
    gauges.put(key(name, labels), value);
  }

  /** Returns the count; 0 if nobody counts that. */
  long count(String name, String... labels) {
    LongAdder counter = counters.get(key(name, labels));
    return counter == null ? 0 : counter.sum();
  }

  double gauge(String name, String... labels) {
    DoubleSupplier gauge = gauges.get(key(name, labels));
    if (gauge == null) {
      throw new AssertionError("no gauge " + key(name, labels) + " among " + gauges.keySet());
    }
    return gauge.getAsDouble();
  }

  private static String key(String name, String... labels) {
    return name + Arrays.toString(labels);
  }
}
