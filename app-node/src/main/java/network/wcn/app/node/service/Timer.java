package network.wcn.app.node.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short tasks later, on one thread, which sleeps while nothing is due. */
final class Timer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Timer.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("timer").daemon().factory());

  /** Runs {@code task} after {@code delay}; not at all if the timer is closed before. */
  void after(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> _ =
          thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      log.debug("A task came after the timer was closed");
    }
  }

  /** Runs {@code task} again and again, {@code pause} after it ended. */
  void every(Duration pause, Runnable task) {
    ScheduledFuture<?> _ =
        thread.scheduleWithFixedDelay(
            () -> run(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      log.error("A timer's task failed", bug);
    }
  }

  /** Returns whether a task that is due now is run before {@code limit} is over. */
  boolean isResponsive(Duration limit) {
    CountDownLatch ran = new CountDownLatch(1);
    after(Duration.ZERO, ran::countDown);
    try {
      return ran.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
