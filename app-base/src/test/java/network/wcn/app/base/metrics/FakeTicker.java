package network.wcn.app.base.metrics;

import java.time.Duration;
import network.wcn.port.time.Ticker;

/** A clock that moves when it is told to. */
final class FakeTicker implements Ticker {
  private long nanos = -1;

  @Override
  public long nanos() {
    return nanos;
  }

  void advance(Duration by) {
    nanos += by.toNanos();
  }
}
