package network.wcn.bench.crash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.operation.Refusal;

/** Counts what all clients together did and found. */
final class Tally {
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder checked = new LongAdder();
  private final LongAdder looked = new LongAdder();
  private final LongAdder inDoubt = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> unanswered = new ConcurrentHashMap<>();
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

  /** A write was refused: it may or may not have taken effect all the same. */
  void refused(Refusal refusal) {
    inDoubt.increment();
    refusals
        .computeIfAbsent(refusal.message().orElse("(no reason)"), _ -> new LongAdder())
        .increment();
  }

  /** Returns how many writes were refused for which reason. */
  Map<String, Long> refusals() {
    Map<String, Long> counts = new TreeMap<>();
    refusals.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }

  /** A read was answered as it must be. */
  void looked() {
    looked.increment();
  }

  long lookedCount() {
    return looked.sum();
  }

  /** A read was refused, which it may be. */
  void unanswered(String reason) {
    unanswered.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  /** Returns how many reads were refused with {@code reason}. */
  long unansweredCount(String reason) {
    return unanswered.getOrDefault(reason, new LongAdder()).sum();
  }

  /** Something is as it must not be. */
  void wrong(String what) {
    losses.add(what);
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

  long inDoubtCount() {
    return inDoubt.sum();
  }

  long checkedCount() {
    return checked.sum();
  }

  List<String> losses() {
    return List.copyOf(losses);
  }

  int lostCount() {
    return losses.size();
  }

  CrashReport report(CrashSettings settings, int kills) {
    return new CrashReport(
        settings, kills, acknowledged.sum(), checked.sum(), inDoubt.sum(), losses);
  }
}
