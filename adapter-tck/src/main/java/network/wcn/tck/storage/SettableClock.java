package network.wcn.tck.storage;

import java.util.concurrent.atomic.AtomicLong;
import network.wcn.port.time.WallClock;

/** A clock that stands still until it is set. */
final class SettableClock implements WallClock {
  private final AtomicLong seconds;

  SettableClock(long unixSeconds) {
    seconds = new AtomicLong(unixSeconds);
  }

  void set(long unixSeconds) {
    seconds.set(unixSeconds);
  }

  @Override
  public long unixMicros() {
    return seconds.get() * 1_000_000;
  }
}
