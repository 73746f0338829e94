package network.wcn.bench.storage;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One turn of a measurement.
 *
 * @param latencies in nanoseconds, of what succeeded
 * @param seconds all of it took
 * @param errors operations that failed
 */
record Run(Histogram latencies, double seconds, long errors) {
  /** Returns what {@code runs} came to together. */
  static Outcome sum(List<Run> runs) {
    Histogram all = new Histogram(3);
    runs.forEach(run -> all.add(run.latencies));
    return new Outcome(
        all.getTotalCount() / runs.stream().mapToDouble(Run::seconds).sum(),
        all.getValueAtPercentile(50) / 1e3,
        all.getValueAtPercentile(99) / 1e3,
        runs.stream().mapToLong(Run::errors).sum());
  }
}
