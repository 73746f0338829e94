package network.wcn.adapter.quic.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.port.metrics.Metrics;

/**
 * The series of one method on one side: how many calls began, ended, were cut, and took how long.
 *
 * @see "protocol/surface.md section 4"
 */
final class CallSeries {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Metrics.Counter created;
  private final Metrics.Counter started;
  private final Metrics.Counter finished;
  private final Metrics.Counter cancelled;
  private final Metrics.Summary duration;
  private final LongAdder inFlight = new LongAdder();

  /**
   * @param labels without the future's name, which comes last
   */
  CallSeries(Metrics metrics, String futureName, List<String> labels) {
    List<String> all = new ArrayList<>(labels);
    all.add("future_name");
    all.add(futureName);
    String[] array = all.toArray(String[]::new);
    created = metrics.counter("futures_created_count", array);
    started = metrics.counter("futures_started_count", array);
    finished = metrics.counter("futures_finished_count", array);
    cancelled = metrics.counter("futures_cancelled_count", array);
    duration = metrics.summary("future_duration", array);
    metrics.gauge("futures_in_flight", inFlight::sum, array);
  }

  void began() {
    created.increment();
    started.increment();
    inFlight.increment();
  }

  void ended(long nanos) {
    finished.increment();
    inFlight.decrement();
    duration.observe(nanos / NANOS_PER_SECOND);
  }

  void cut() {
    cancelled.increment();
    inFlight.decrement();
  }
}
