package network.wcn.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What callers noted: latencies, errors and wrong answers. Safe for use by many threads. */
final class LoadFigures {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final long LONGEST_MICROS = 60_000_000;
  private static final int WRONG_ANSWERS_KEPT = 20;

  private final Map<OperationKind, Histogram> latencies = new EnumMap<>(OperationKind.class);
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final LongAdder wrongCount = new LongAdder();
  private final ConcurrentLinkedQueue<String> wrongAnswers = new ConcurrentLinkedQueue<>();

  LoadFigures() {
    for (OperationKind kind : OperationKind.values()) {
      ConcurrentHistogram histogram = new ConcurrentHistogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);
      histogram.setAutoResize(true);
      latencies.put(kind, histogram);
    }
  }

  void served(OperationKind kind, long nanos) {
    Histogram histogram = latencies.get(kind);
    if (histogram != null) {
      histogram.recordValue(nanos / 1_000);
    }
  }

  void failed(OperationKind kind, String error) {
    errors.computeIfAbsent(kind.label() + " " + error, _ -> new LongAdder()).increment();
  }

  void wrong(OperationKind kind, String what) {
    wrongCount.increment();
    if (wrongAnswers.size() < WRONG_ANSWERS_KEPT) {
      wrongAnswers.add(kind.label() + ": " + what);
    }
  }

  Map<OperationKind, Histogram> latencies() {
    return latencies;
  }

  /** Returns how often which operation failed in which way. */
  Map<String, Long> errors() {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  long wrongCount() {
    return wrongCount.sum();
  }

  /** Returns the first wrong answers. */
  List<String> wrongAnswers() {
    return List.copyOf(wrongAnswers);
  }
}
