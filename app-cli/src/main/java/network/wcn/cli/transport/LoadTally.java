package network.wcn.cli.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.LinkFault;

/**
 * What a load has done so far: calls by how they ended, and connections, of whose failures only the
 * transport's metrics tell. Safe for use by many threads.
 */
final class LoadTally implements Metrics {
  private static final String CONNECTION_ERRORS = "wcn_rpc_client_connection_errors";
  private static final Counter UNUSED = _ -> {};
  private static final Summary UNUSED_SUMMARY = _ -> {};

  private final LongAdder opened = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> connectionErrors = new ConcurrentHashMap<>();
  private final AtomicLong errorsInARow = new AtomicLong();
  private final Runnable onConnectionError;

  LoadTally(Runnable onConnectionError) {
    this.onConnectionError = onConnectionError;
  }

  void opened() {
    opened.increment();
  }

  void succeeded() {
    succeeded.increment();
    if (errorsInARow.get() != 0) {
      errorsInARow.set(0);
    }
  }

  void failed(LinkFault.Kind kind) {
    failed(kind.metricName());
  }

  void failed(String kind) {
    failed.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  /** Returns how many connections failed or were lost since a call succeeded. */
  long errorsInARow() {
    return errorsInARow.get();
  }

  /** Returns one line that says how it stands. */
  String line() {
    return succeeded.sum()
        + " calls succeeded, "
        + sum(failed)
        + " failed"
        + inBrackets(failed)
        + "; "
        + opened.sum()
        + " connections opened, "
        + sum(connectionErrors)
        + " failed or lost"
        + inBrackets(connectionErrors);
  }

  /** Returns how often connections failed or were lost, by reason. */
  String connectionErrors() {
    return sum(connectionErrors) + inBrackets(connectionErrors);
  }

  /** Returns the same for programs. */
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("succeeded", succeeded.sum());
    object.put("failed", sums(failed));
    object.put("connections_opened", opened.sum());
    object.put("connection_errors", sums(connectionErrors));
    return object;
  }

  private static long sum(Map<String, LongAdder> counts) {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }

  private static String inBrackets(Map<String, LongAdder> counts) {
    return counts.isEmpty()
        ? ""
        : " " + sums(counts).toString().replace('{', '(').replace('}', ')');
  }

  @Override
  public Counter counter(String name, String... labels) {
    if (!name.equals(CONNECTION_ERRORS)) {
      return UNUSED;
    }
    String kind = labels[labels.length - 1];
    return amount -> {
      connectionErrors.computeIfAbsent(kind, _ -> new LongAdder()).add(amount);
      errorsInARow.addAndGet(amount);
      onConnectionError.run();
    };
  }

  @Override
  public Summary summary(String name, String... labels) {
    return UNUSED_SUMMARY;
  }

  @Override
  public void gauge(String name, DoubleSupplier value, String... labels) {}
}
