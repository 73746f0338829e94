package network.wcn.bench.storage;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.CallOutcome;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Callers on one link, each of which makes a call when the one before is over. */
final class CallLoad {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final RpcLink link;
  private final Calls calls;
  private final Ticker ticker = Ticker.system();
  private final ConcurrentHistogram latencies = new ConcurrentHistogram(3);
  private final LongAdder errors = new LongAdder();
  private final CountDownLatch running;
  private final long endNanos;

  private CallLoad(RpcLink link, Calls calls, int callers, Duration duration) {
    this.link = link;
    this.calls = calls;
    running = new CountDownLatch(callers);
    endNanos = ticker.nanos() + duration.toNanos();
  }

  /** Makes calls for some time and waits for the last answers. */
  static Run run(RpcLink link, Calls calls, int callers, Duration duration)
      throws InterruptedException {
    CallLoad load = new CallLoad(link, calls, callers, duration);
    long begun = load.ticker.nanos();
    for (int i = 0; i < callers; i++) {
      load.new Caller(i).next();
    }
    load.running.await();
    double seconds = (load.ticker.nanos() - begun) / 1e9;
    Histogram all = new Histogram(3);
    all.add(load.latencies);
    return new Run(all, seconds, load.errors.sum());
  }

  private final class Caller implements CallOutcome {
    private final SplittableRandom random;
    private long begun;

    Caller(int seed) {
      random = new SplittableRandom(seed);
    }

    void next() {
      begun = ticker.nanos();
      if (begun >= endNanos) {
        running.countDown();
        return;
      }
      Bytes request = calls.request().apply(random.nextInt(calls.numbers()));
      link.call(calls.method(), request, Deadline.after(ticker, LONGEST_CALL), this);
    }

    @Override
    public void answered(Bytes response) {
      if (calls.isRight().test(response)) {
        latencies.recordValue(ticker.nanos() - begun);
      } else {
        errors.increment();
      }
      next();
    }

    /** One caller less: a broken link fails calls at once, and would for ever. */
    @Override
    public void failed(LinkFault fault) {
      errors.increment();
      running.countDown();
    }
  }
}
