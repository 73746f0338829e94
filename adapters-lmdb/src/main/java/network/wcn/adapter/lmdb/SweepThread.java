package network.wcn.adapter.lmdb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.wcn.port.storage.StoreFault;

/** A thread that works once a second until it is ended. */
final class SweepThread {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  SweepThread(Runnable work) {
    thread = Thread.ofPlatform().name("lmdb-sweep").daemon().unstarted(() -> repeat(work));
  }

  void start() {
    thread.start();
  }

  private void repeat(Runnable work) {
    try {
      while (!ended.await(1, TimeUnit.SECONDS)) {
        tryOnce(work);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tryOnce(Runnable work) {
    try {
      work.run();
    } catch (StoreFault _) {
      // Whoever reads or writes meets the same and reports it; the next second tries again.
    }
  }

  /** Ends the thread and waits for it. */
  void end() {
    ended.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
