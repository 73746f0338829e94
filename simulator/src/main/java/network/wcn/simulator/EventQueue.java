package network.wcn.simulator;

import java.util.PriorityQueue;

/** What happens next: events in the order of their virtual time, then of their making. */
final class EventQueue {
  private record Event(long atNanos, long sequence, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>((left, right) ->
          left.atNanos != right.atNanos
              ? Long.compare(left.atNanos, right.atNanos)
              : Long.compare(left.sequence, right.sequence));
  private long nowNanos;
  private long sequence;
  private long executed;

  /** Returns virtual nanoseconds since the start. */
  long nowNanos() {
    return nowNanos;
  }

  /** Returns how many events have happened. */
  long executed() {
    return executed;
  }

  void after(long delayNanos, Runnable action) {
    events.add(new Event(nowNanos + delayNanos, sequence++, action));
  }

  /** Lets everything happen up to {@code untilNanos}, after each event {@code check}. */
  void runUntil(long untilNanos, Runnable check) {
    while (!events.isEmpty() && events.peek().atNanos() <= untilNanos) {
      Event event = events.remove();
      nowNanos = event.atNanos();
      executed++;
      event.action().run();
      check.run();
    }
    nowNanos = Math.max(nowNanos, untilNanos);
  }
}
