package network.wcn.cli.transport;

import java.util.concurrent.CountDownLatch;
import network.wcn.cli.ExitStatus;

/**
 * Runs what lasts until a signal comes: SIGINT or SIGTERM interrupt it, it ends in order, and that
 * counts as done.
 */
final class UntilSignal {
  private UntilSignal() {}

  /** What lasts; returns soon after its thread is interrupted. */
  @FunctionalInterface
  interface Work {
    int run();
  }

  /** Returns the exit status of {@code work}, if no signal comes. */
  static int run(Work work) {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> end(worker, ended), "signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      ended.countDown();
      forget(hook);
    }
  }

  private static void end(Thread worker, CountDownLatch ended) {
    worker.interrupt();
    try {
      ended.await();
    } catch (InterruptedException _) {
      // Nobody interrupts a shutdown hook; if somebody did, it would end at once.
      Thread.currentThread().interrupt();
    }
    // The virtual machine would exit with 128 + signal.
    Runtime.getRuntime().halt(ExitStatus.DONE);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // A signal came, the hook runs, and it ends this process.
      return;
    }
  }
}
