package network.wcn.port.time;

/** A monotonic clock: for deadlines, retries and durations. */
public interface Ticker {
  /** Returns nanoseconds since an arbitrary instant; differences count, the value means nothing. */
  long nanos();

  /** Returns the monotonic clock of the operating system. */
  static Ticker system() {
    return System::nanoTime;
  }
}
