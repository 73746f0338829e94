package network.wcn.bench.backup;

import org.HdrHistogram.Histogram;

/**
 * What a phase took, and how the load fared meanwhile.
 *
 * @param bytes what the phase moved: the dump's size; 0 for the load alone
 * @param refused operations that were told that a dump is being restored
 */
public record PhaseFigures(
    String name, double seconds, long bytes, Latency reads, Latency writes, long refused) {
  private static final double MEGABYTE = 1e6;

  /** Of operations, from the moment when they were due, in milliseconds. */
  public record Latency(long count, double p50Millis, double p99Millis) {
    static Latency of(Histogram nanos) {
      return new Latency(
          nanos.getTotalCount(),
          nanos.getValueAtPercentile(50) / 1e6,
          nanos.getValueAtPercentile(99) / 1e6);
    }
  }

  /** Returns the heading of {@link #row}, as Markdown. */
  public static String heading() {
    return """
    | phase | s | MB/s | reads | p50 ms | p99 ms | batches of writes | p50 ms | p99 ms | refused |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\
    """;
  }

  /** Returns a row of a table. */
  public String row() {
    return String.format(
        "| %s | %.1f | %s | %,d | %.2f | %.2f | %,d | %.2f | %.2f | %,d |",
        name,
        seconds,
        bytes == 0 ? "" : String.format("%.0f", bytes / seconds / MEGABYTE),
        reads.count(),
        reads.p50Millis(),
        reads.p99Millis(),
        writes.count(),
        writes.p50Millis(),
        writes.p99Millis(),
        refused);
  }
}
