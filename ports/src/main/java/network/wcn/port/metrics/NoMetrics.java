package network.wcn.port.metrics;

import java.util.function.DoubleSupplier;

/** Metrics for libraries and tests that export none. */
enum NoMetrics implements Metrics {
  INSTANCE;

  private static final Counter COUNTER = _ -> {};
  private static final Summary SUMMARY = _ -> {};

  @Override
  public Counter counter(String name, String... labels) {
    return COUNTER;
  }

  @Override
  public Summary summary(String name, String... labels) {
    return SUMMARY;
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {}
}
