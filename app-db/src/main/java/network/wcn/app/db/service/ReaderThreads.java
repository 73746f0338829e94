package network.wcn.app.db.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;

/**
 * The platform threads on which stored records are read, because a native call would hold a virtual
 * thread's carrier.
 *
 * <p>A thread does one read after another and gives out the answers of several together, so that
 * they can travel in company; nobody waits for that longer than {@link #COMPANY_NANOS} and one
 * read. Further threads help once more than {@link #READS_PER_THREAD} wait for each that is at
 * work. A bounded number of reads waits; beyond that a read is refused at once.
 */
final class ReaderThreads implements AutoCloseable {
  /** A read: does it, and returns what gives out the answer. */
  interface Read {
    Runnable read();
  }

  private static final int READS_PER_THREAD = 8;
  private static final int ANSWERS_TOGETHER = 32;
  private static final long COMPANY_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final int count;
  private final int maxWaiting;
  private final Ticker ticker;
  private final ThreadPoolExecutor threads;
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final Metrics.Counter overruns;
  private volatile boolean isClosed;

  ReaderThreads(int count, int maxWaiting, Ticker ticker, Metrics metrics) {
    this.count = count;
    this.maxWaiting = maxWaiting;
    this.ticker = ticker;
    // One more than work at once: a thread that has just stopped working may not be free yet.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("reader-", 0).daemon().factory());
    this.overruns = metrics.counter("rocksdb_callback_queue_overrun");
    metrics.gauge("wcn_db_read_queue_reads", waiting::get);
  }

  /** Does {@code read} on one of the threads, soon; returns false if too much waits already. */
  boolean submit(Read read) {
    int before = waiting.getAndIncrement();
    if (isClosed || before >= maxWaiting) {
      waiting.decrementAndGet();
      overruns.increment();
      return false;
    }
    reads.add(read);
    startIfNeeded();
    return true;
  }

  private void startIfNeeded() {
    int now = working.get();
    if (now < count
        && waiting.get() > now * READS_PER_THREAD
        && working.compareAndSet(now, now + 1)) {
      try {
        threads.execute(this::work);
      } catch (RejectedExecutionException _) {
        work(); // Closed meanwhile, and nobody else may be left to do what waits.
      }
    }
  }

  private void work() {
    List<Runnable> answers = new ArrayList<>(ANSWERS_TOGETHER);
    do {
      try {
        workUntilNothingWaits(answers);
      } finally {
        working.decrementAndGet();
      }
      // Who came in between saw this thread at work and started none.
    } while (!reads.isEmpty() && tryWorkOn());
  }

  private boolean tryWorkOn() {
    int now = working.get();
    return now < count && working.compareAndSet(now, now + 1);
  }

  private void workUntilNothingWaits(List<Runnable> answers) {
    long firstNanos = 0;
    for (Read next = reads.poll(); next != null; next = reads.poll()) {
      waiting.decrementAndGet();
      if (answers.isEmpty()) {
        firstNanos = ticker.nanos();
      }
      answers.add(next.read());
      if (answers.size() == ANSWERS_TOGETHER || ticker.nanos() - firstNanos > COMPANY_NANOS) {
        giveOut(answers);
      }
    }
    giveOut(answers);
  }

  private static void giveOut(List<Runnable> answers) {
    answers.forEach(Runnable::run);
    answers.clear();
  }

  /** Returns whether a read that is submitted now is begun before {@code limit} is over. */
  boolean isResponsive(Duration limit) {
    CountDownLatch ran = new CountDownLatch(1);
    try {
      return submit(() -> ran::countDown) && ran.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the threads once they have done what waits, at most 10 s; later reads are refused. */
  @Override
  public void close() {
    isClosed = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
