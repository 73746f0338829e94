package network.wcn.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What came out of a run.
 *
 * @param filledCount records stored before the measurement
 * @param seconds measured
 * @param operations by kind, those that occurred
 * @param errors how often which operation failed in which way
 * @param wrongCount answers that contradict what was written
 * @param wrongAnswers the first of them
 * @param cpuSeconds by kind of process
 * @param rawCallsPerSecond of the transport alone, each time that it was measured
 */
public record LoadReport(
    int filledCount,
    double seconds,
    Map<String, Row> operations,
    Map<String, Long> errors,
    long wrongCount,
    List<String> wrongAnswers,
    Map<String, Double> cpuSeconds,
    List<Double> rawCallsPerSecond) {
  /** Calls between processes that one operation costs: one, five to replicas, five to databases. */
  private static final int CALLS_PER_OPERATION = 11;

  /** Latencies of one kind of operation, those that succeeded, in milliseconds. */
  public record Row(long count, double p50, double p99, double p999, double max) {}

  public double operationsPerSecond() {
    return operations.values().stream().mapToLong(Row::count).sum() / seconds;
  }

  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns this report beside what the transport alone reached.
   *
   * @param callsPerSecond of measurements around the run, so that a machine whose speed drifts is
   *     judged by what it was meanwhile
   */
  public LoadReport beside(List<Double> callsPerSecond) {
    return new LoadReport(
        filledCount,
        seconds,
        operations,
        errors,
        wrongCount,
        wrongAnswers,
        cpuSeconds,
        List.copyOf(callsPerSecond));
  }

  /** Returns the mean of what the transport alone reached, calls per second. */
  public OptionalDouble meanRawCallsPerSecond() {
    return rawCallsPerSecond.stream().mapToDouble(Double::doubleValue).average();
  }

  /** Returns the share of the transport's raw calls that operations made use of. */
  public OptionalDouble transportShare() {
    OptionalDouble raw = meanRawCallsPerSecond();
    return raw.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(operationsPerSecond() * CALLS_PER_OPERATION / raw.getAsDouble());
  }

  /** Returns the report for people. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%-9s %10s %10s %9s %9s %9s %9s",
            "operation", "count", "per s", "p50 ms", "p99 ms", "p99.9 ms", "max ms"));
    operations.forEach((kind, row) ->
        lines.add(
            format(
                "%-9s %10d %10.0f %9.2f %9.2f %9.2f %9.2f",
                kind,
                row.count(),
                row.count() / seconds,
                row.p50(),
                row.p99(),
                row.p999(),
                row.max())));
    lines.add("");
    lines.add(format("operations/s   %.0f over %.1f s", operationsPerSecond(), seconds));
    lines.add(format("records filled %d", filledCount));
    lines.add("errors         " + (errors.isEmpty() ? "none" : errorCount() + " " + errors));
    lines.add("wrong answers  " + wrongCount);
    wrongAnswers.forEach(wrong -> lines.add("  " + wrong));
    StringBuilder cpu = new StringBuilder("CPU seconds   ");
    cpuSeconds.forEach((kind, used) -> cpu.append(format(" %s %.1f", kind, used)));
    lines.add(cpu.toString());
    meanRawCallsPerSecond()
        .ifPresent(raw ->
            lines.add(
                format(
                    "raw calls/s    %.0f (%s); operations/s x %d / raw = %.2f",
                    raw,
                    rawCallsPerSecond.stream()
                        .map(calls -> format("%.0f", calls))
                        .collect(Collectors.joining(" before, ", "", " after")),
                    CALLS_PER_OPERATION,
                    transportShare().orElse(0))));
    return String.join("\n", lines);
  }

  /** Returns the report for programs. */
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("operations_per_second", operationsPerSecond());
    object.put("seconds", seconds);
    object.put("filled", filledCount);
    object.put("operations", operations);
    object.put("errors", errors);
    object.put("error_count", errorCount());
    object.put("wrong_answers", wrongCount);
    object.put("wrong_examples", wrongAnswers);
    object.put("cpu_seconds", cpuSeconds);
    meanRawCallsPerSecond().ifPresent(raw -> object.put("raw_calls_per_second", raw));
    transportShare().ifPresent(share -> object.put("transport_share", share));
    return object;
  }

  @FormatMethod
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
