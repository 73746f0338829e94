package network.wcn.adapter.quic.netty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;

/** Metrics, labels aside, that a test can wait for. */
final class CountingMetrics implements Metrics {
  private static final long PATIENCE_SECONDS = 30;

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition counted = lock.newCondition();

  @Override
  public Counter counter(String name, String... labels) {
    AtomicLong count = counts.computeIfAbsent(name, _ -> new AtomicLong());
    return amount -> {
      lock.lock();
      try {
        count.addAndGet(amount);
        counted.signalAll();
      } finally {
        lock.unlock();
      }
    };
  }

  @Override
  public Summary summary(String name, String... labels) {
    return _ -> {};
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {
    gauges.put(name, value);
  }

  long count(String name) {
    return counts.getOrDefault(name, new AtomicLong()).get();
  }

  long value(String gauge) {
    return (long) gauges.getOrDefault(gauge, () -> -1).getAsDouble();
  }

  /** Waits until {@code holds}, which is looked at whenever something was counted. */
  void await(BooleanSupplier holds) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    lock.lock();
    try {
      while (!holds.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("it does not come to that: " + counts);
        }
        left = counted.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
