package network.wcn.app.db.service;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.wcn.port.metrics.Metrics;

/**
 * The platform threads on which stored records are read, because a native call would hold a virtual
 * thread's carrier.
 *
 * <p>A bounded number of reads waits for a thread; beyond that a read is refused at once.
 */
final class ReaderThreads implements AutoCloseable {
  private final ThreadPoolExecutor threads;
  private final Metrics.Counter overruns;

  ReaderThreads(int count, int maxWaiting, Metrics metrics) {
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            Thread.ofPlatform().name("reader-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    this.overruns = metrics.counter("rocksdb_callback_queue_overrun");
    metrics.gauge("wcn_db_read_queue_reads", () -> threads.getQueue().size());
  }

  /** Runs {@code read} on one of the threads, soon; returns false if too much waits already. */
  boolean submit(Runnable read) {
    try {
      threads.execute(read);
      return true;
    } catch (RejectedExecutionException _) {
      overruns.increment();
      return false;
    }
  }

  /** Returns whether a read that is submitted now is begun before {@code limit} is over. */
  boolean isResponsive(Duration limit) {
    CountDownLatch ran = new CountDownLatch(1);
    try {
      return submit(ran::countDown) && ran.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the threads once they have done what waits, at most 10 s; later reads are refused. */
  @Override
  public void close() {
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
