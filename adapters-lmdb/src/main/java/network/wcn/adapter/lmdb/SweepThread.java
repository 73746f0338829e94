package network.wcn.adapter.lmdb;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import network.wcn.port.storage.StoreFault;

/** A thread that works once a second until it is ended, and keeps what it met until asked. */
final class SweepThread {
  private final AtomicReference<Optional<StoreFault>> met = new AtomicReference<>(Optional.empty());
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

  private void tryOnce(Runnable work) {
    try {
      work.run();
    } catch (StoreFault fault) {
      // The next second tries again.
      met.updateAndGet(earlier -> earlier.or(() -> Optional.of(fault)));
    }
  }

  /** Returns the first fault since the last call, if there was any. */
  Optional<StoreFault> takeFault() {
    return met.getAndSet(Optional.empty());
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
