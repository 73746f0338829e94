package network.wcn.app.base.metrics;

import java.util.concurrent.atomic.LongAdder;
import network.wcn.port.metrics.Metrics;

/**
 * The metrics of one kind of work that begins and ends: the {@code futures_*} and {@code future_*}
 * families, of which only what makes sense for us is exported (nothing is polled here).
 *
 * @see "protocol/surface.md section 4, F"
 */
public final class CallMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Metrics.Counter created;
  private final Metrics.Counter started;
  private final Metrics.Counter finished;
  private final Metrics.Counter cancelled;
  private final LongAdder inFlight = new LongAdder();
  private final Metrics.Summary duration;
  private final Metrics.Summary cancelledDuration;

  /**
   * Makes the metrics of the work called {@code name}.
   *
   * @param labels names and values in turn; {@code future_name} is added as the last one
   */
  public CallMetrics(Metrics metrics, String name, String... labels) {
    String[] all = java.util.Arrays.copyOf(labels, labels.length + 2);
    all[labels.length] = "future_name";
    all[labels.length + 1] = name;
    this.created = metrics.counter("futures_created_count", all);
    this.started = metrics.counter("futures_started_count", all);
    this.finished = metrics.counter("futures_finished_count", all);
    this.cancelled = metrics.counter("futures_cancelled_count", all);
    this.duration = metrics.summary("future_duration", all);
    this.cancelledDuration = metrics.summary("future_cancelled_duration", all);
    metrics.gauge("futures_in_flight", inFlight::sum, all);
  }

  /** Notes that a piece of work began. */
  public void begun() {
    created.increment();
    started.increment();
    inFlight.increment();
  }

  /** Notes that a piece of work was done, with or without success. */
  public void finished(long nanos) {
    inFlight.decrement();
    finished.increment();
    duration.observe(nanos / NANOS_PER_SECOND);
  }

  /** Notes that a piece of work was given up because nobody waits for it any more. */
  public void cancelled(long nanos) {
    inFlight.decrement();
    cancelled.increment();
    cancelledDuration.observe(nanos / NANOS_PER_SECOND);
  }
}
