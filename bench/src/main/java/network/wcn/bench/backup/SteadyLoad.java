package network.wcn.bench.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import org.HdrHistogram.Recorder;

/**
 * Reads and durable writes at a fixed rate until closed: 2,000 reads a second by four threads, 100
 * batches of 16 writes a second by one.
 *
 * <p>Latencies count from the moment when an operation was due, so that a pause of the store shows
 * in all operations that it held up.
 */
final class SteadyLoad implements AutoCloseable {
  static final int WRITES_PER_BATCH = 16;
  private static final int READERS = 4;
  private static final long NANOS_BETWEEN_READS = 2_000_000;
  private static final long NANOS_BETWEEN_WRITES = 10_000_000;

  private final RecordStore store;
  private final SampleRecords records;
  private final Recorder reads = new Recorder(3);
  private final Recorder writes = new Recorder(3);
  private final LongAdder refused = new LongAdder();
  private final AtomicReference<Optional<RuntimeException>> failure =
      new AtomicReference<>(Optional.empty());
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isEnding;

  SteadyLoad(RecordStore store, SampleRecords records) {
    this.store = store;
    this.records = records;
    for (int reader = 0; reader < READERS; reader++) {
      start(reader, NANOS_BETWEEN_READS, reads, this::read);
    }
    start(READERS, NANOS_BETWEEN_WRITES, writes, this::write);
  }

  private void start(int seed, long period, Recorder into, Consumer<SplittableRandom> operation) {
    SplittableRandom random = new SplittableRandom(seed);
    threads.add(
        Thread.ofPlatform()
            .name("load-" + seed)
            .daemon()
            .start(() -> {
              long due = System.nanoTime();
              while (!isEnding) {
                LockSupport.parkNanos(due - System.nanoTime());
                if (System.nanoTime() < due) {
                  continue;
                }
                perform(operation, random, due, into);
                due += period;
              }
            }));
  }

  private void perform(
      Consumer<SplittableRandom> operation, SplittableRandom random, long due, Recorder into) {
    try {
      operation.accept(random);
      into.recordValue(System.nanoTime() - due);
    } catch (StoreFault fault) {
      if (fault.kind() == StoreFault.Kind.RESTORING) {
        refused.increment();
      } else {
        failed(fault);
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException why) {
    failure.updateAndGet(first -> first.isPresent() ? first : Optional.of(why));
  }

  private void read(SplittableRandom random) {
    int number = random.nextInt(records.count());
    if (store.read(records.key(number)).isEmpty()) {
      throw new IllegalStateException("record " + number + " is missing");
    }
  }

  private void write(SplittableRandom random) {
    store.apply(records.batch(random.nextInt(records.count()), WRITES_PER_BATCH));
  }

  /**
   * Returns how the operations since the last call fared.
   *
   * @throws RuntimeException what made one of them fail
   */
  PhaseFigures since(String phase, long begunNanos, long bytes) {
    Optional<RuntimeException> failed = failure.get();
    if (failed.isPresent()) {
      throw failed.get();
    }
    return new PhaseFigures(
        phase,
        (System.nanoTime() - begunNanos) / 1e9,
        bytes,
        PhaseFigures.Latency.of(reads.getIntervalHistogram()),
        PhaseFigures.Latency.of(writes.getIntervalHistogram()),
        refused.sumThenReset());
  }

  /** Waits for the operations that run. */
  @Override
  public void close() {
    isEnding = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
