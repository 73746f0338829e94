package network.wcn.cli.devnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.wcn.cli.CommandFailed;

/**
 * Kills servers of two operators, waits, starts them again, and so on: what a network of five must
 * stand without losing anything.
 */
final class FaultMaker implements AutoCloseable {
  private static final Duration DOWN = Duration.ofSeconds(4);
  private static final Duration UP = Duration.ofSeconds(4);
  private static final int OPERATORS_AT_ONCE = 2;

  private final Devnet devnet;
  private final SplittableRandom random;
  private final Consumer<String> progress;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;

  private FaultMaker(Devnet devnet, long seed, Consumer<String> progress) {
    this.devnet = devnet;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("faults").daemon().unstarted(this::work);
  }

  static FaultMaker start(Devnet devnet, long seed, Consumer<String> progress) {
    FaultMaker maker = new FaultMaker(devnet, seed, progress);
    maker.thread.start();
    return maker;
  }

  private void work() {
    List<ServerName> killed = new ArrayList<>();
    try {
      while (rest(UP)) {
        killed.addAll(victims());
        progress.accept("killing " + killed);
        killed.forEach(devnet::kill);
        rest(DOWN);
        progress.accept("starting " + killed);
        while (!killed.isEmpty()) {
          devnet.startOne(killed.removeFirst());
        }
      }
    } catch (CommandFailed e) {
      progress.accept("cannot go on making faults: " + e.getMessage());
    }
  }

  /** Waits, and returns whether there shall be further faults. */
  private boolean rest(Duration duration) {
    try {
      return !ending.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns the databases of two operators, or all of their nodes. */
  private List<ServerName> victims() {
    DevnetFile file = devnet.registry().read();
    boolean databases = random.nextBoolean();
    int first = random.nextInt(file.operators().size());
    List<ServerName> victims = new ArrayList<>();
    for (int i = 0; i < OPERATORS_AT_ONCE; i++) {
      int operator = (first + i) % file.operators().size() + 1;
      file.servers().stream()
          .map(DevnetFile.NamedServer::name)
          .filter(name -> name.operator() == operator && name.isDatabase() == databases)
          .forEach(victims::add);
    }
    return victims;
  }

  /** Ends the faults; returns once everything runs again. */
  @Override
  public void close() {
    ending.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
