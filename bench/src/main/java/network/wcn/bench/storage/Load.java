package network.wcn.bench.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Clients that work on a subject for some time, each one operation after another. */
final class Load {
  private static final int BATCH = 512;

  private final Subject subject;
  private final int keys;
  private final long nanos;
  private final AtomicLong version;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private record Waiting(int number, Semaphore answered) {}

  /** One write of a batch. */
  @FunctionalInterface
  interface BatchWrite {
    void write(int[] numbers, int count, long version);
  }

  Load(Subject subject, int keys, Duration each, AtomicLong version) {
    this.subject = subject;
    this.keys = keys;
    this.nanos = each.toNanos();
    this.version = version;
  }

  Run reads(int clients) throws InterruptedException {
    return run(
        clients,
        () ->
            number -> {
              if (subject.read(number) < 0) {
                throw new IllegalStateException("record " + number + " is missing");
              }
            });
  }

  /** Writes of many clients, put together to batches by one thread. */
  Run writes(int clients, BatchWrite write) throws InterruptedException {
    BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(clients + 1);
    Thread committer = Thread.ofPlatform().name("committer").start(() -> commit(queue, write));
    Run run =
        run(
            clients,
            () -> {
              Semaphore answered = new Semaphore(0);
              return number -> {
                queue.add(new Waiting(number, answered));
                answered.acquireUninterruptibly();
              };
            });
    queue.put(new Waiting(-1, new Semaphore(0)));
    committer.join();
    return run;
  }

  private void commit(BlockingQueue<Waiting> queue, BatchWrite write) {
    List<Waiting> batch = new ArrayList<>(BATCH);
    int[] numbers = new int[BATCH];
    try {
      while (true) {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        for (int i = 0; i < batch.size(); i++) {
          numbers[i] = batch.get(i).number();
          if (numbers[i] < 0) {
            return;
          }
        }
        writeOrNote(numbers, batch.size(), write);
        batch.forEach(waiting -> waiting.answered().release());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failure ends the measurement, but not the committer for which clients wait. */
  private void writeOrNote(int[] numbers, int count, BatchWrite write) {
    try {
      write.write(numbers, count, version.incrementAndGet());
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  /** Makes a client. */
  @FunctionalInterface
  private interface Clients {
    IntConsumer make();
  }

  private Run run(int clients, Clients kind) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Histogram> histograms = new ArrayList<>();
    long start = System.nanoTime();
    for (int client = 0; client < clients; client++) {
      Histogram histogram = new Histogram(3);
      histograms.add(histogram);
      SplittableRandom random = new SplittableRandom(client);
      IntConsumer operation = kind.make();
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, thrown) -> failure.set(thrown))
              .start(() -> {
                long before = System.nanoTime();
                while (before - start < nanos) {
                  operation.accept(random.nextInt(keys));
                  long after = System.nanoTime();
                  histogram.recordValue(after - before);
                  before = after;
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a client of " + subject.name() + " failed", failure.get());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Histogram all = new Histogram(3);
    histograms.forEach(all::add);
    return new Run(all, seconds, 0);
  }
}
