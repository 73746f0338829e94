package network.wcn.port.metrics;

import java.util.function.DoubleSupplier;

/**
 * Where a process keeps its metrics.
 *
 * <p>Names follow the Prometheus rules. Labels are alternating names and values, in the order in
 * which they are exported; the same name and labels answer the same series. Safe for use by many
 * threads, and cheap enough for every call once a series is held in a field.
 */
public interface Metrics {
  /** Returns the counter of that name and labels, starting at 0. */
  Counter counter(String name, String... labels);

  /** Returns the summary of that name and labels. */
  Summary summary(String name, String... labels);

  /** Exports what {@code value} answers at the time of each export, replacing an earlier one. */
  void gauge(String name, DoubleSupplier value, String... labels);

  /** A number that only grows. */
  interface Counter {
    void add(long amount);

    default void increment() {
      add(1);
    }
  }

  /** A distribution, exported as quantiles, sum and count. */
  interface Summary {
    void observe(double value);
  }

  /** Returns metrics that are kept nowhere. */
  static Metrics none() {
    return NoMetrics.INSTANCE;
  }
}
