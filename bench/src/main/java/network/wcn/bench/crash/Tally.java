package network.wcn.bench.crash;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what all clients together did and found. */
final class Tally {
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder checked = new LongAdder();
  private final LongAdder inDoubt = new LongAdder();
  private final List<String> losses = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch until = new CountDownLatch(0);

  /** Begins to wait for {@code count} acknowledgements from now on. */
  void expect(int count) {
    until = new CountDownLatch(count);
  }

  /** Returns once the expected acknowledgements have come, or some time has passed. */
  void await(int seconds) throws InterruptedException {
    boolean _ = until.await(seconds, TimeUnit.SECONDS);
  }

  void acknowledged() {
    acknowledged.increment();
    until.countDown();
  }

  void inDoubt() {
    inDoubt.increment();
  }

  /** A record was read that {@code writes} acknowledged writes had changed. */
  void checked(int writes, Optional<String> loss) {
    if (loss.isPresent()) {
      losses.add(loss.get());
    } else {
      checked.add(writes);
    }
  }

  long acknowledgedCount() {
    return acknowledged.sum();
  }

  int lostCount() {
    return losses.size();
  }

  CrashReport report(CrashSettings settings, int kills) {
    return new CrashReport(
        settings, kills, acknowledged.sum(), checked.sum(), inDoubt.sum(), losses);
  }
}
