package network.wcn.bench.storage;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
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
  private static final Duration LONGEST = Duration.ofHours(1);

  private final RpcLink link;
  private final Calls calls;
  private final Ticker ticker = Ticker.system();
  private final ConcurrentHistogram latencies = new ConcurrentHistogram(3);
  private final LongAdder errors = new LongAdder();
  private final CountDownLatch running;
  private final long endNanos;

  private CallLoad(RpcLink link, Calls calls, int callers, Duration longest) {
    this.link = link;
    this.calls = calls;
    running = new CountDownLatch(callers);
    endNanos = ticker.nanos() + longest.toNanos();
  }

  /** Makes calls for some time, of numbers at random, and waits for the last answers. */
  static Run run(RpcLink link, Calls calls, int callers, Duration duration)
      throws InterruptedException {
    CallLoad load = new CallLoad(link, calls, callers, duration);
    return load.run(
        callers,
        caller -> {
          SplittableRandom random = new SplittableRandom(caller);
          return () -> random.nextInt(calls.numbers());
        });
  }

  /** Makes the call of each number once. */
  static Run each(RpcLink link, Calls calls, int callers) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    return new CallLoad(link, calls, callers, LONGEST).run(callers, _ -> next::getAndIncrement);
  }

  private Run run(int callers, IntFunction<IntSupplier> numbers) throws InterruptedException {
    long begun = ticker.nanos();
    for (int i = 0; i < callers; i++) {
      new Caller(numbers.apply(i)).next();
    }
    running.await();
    double seconds = (ticker.nanos() - begun) / 1e9;
    Histogram all = new Histogram(3);
    all.add(latencies);
    return new Run(all, seconds, errors.sum());
  }

  private final class Caller implements CallOutcome {
    private final IntSupplier numbers;
    private long begun;

    /** A caller that ends when {@code numbers} gives one for which there is no call. */
    Caller(IntSupplier numbers) {
      this.numbers = numbers;
    }

    void next() {
      begun = ticker.nanos();
      int number = numbers.getAsInt();
      if (begun >= endNanos || number >= calls.numbers()) {
        running.countDown();
        return;
      }
      Bytes request = calls.request().apply(number);
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
