package network.wcn.cli.devnet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills servers of two operators, waits, starts them again, and so on: what a network of five must
 * stand without losing anything.
 *
 * <p>A server that does not run although nobody here killed it is left as it is. One that does not
 * start again is tried again before anything else is killed, so that never more than two operators
 * are down on our account, and once more at the end.
 */
final class FaultMaker implements AutoCloseable {
  private static final Duration DOWN = Duration.ofSeconds(4);
  private static final Duration UP = Duration.ofSeconds(4);
  private static final int OPERATORS_AT_ONCE = 2;
  private static final int LAST_TRIES = 3;

  private final Network network;
  private final SplittableRandom random;
  private final Consumer<String> progress;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Set<ServerName> down = new LinkedHashSet<>();
  private final Thread thread;
  private int kills;

  /** The network in which faults are made; whatever fails throws. */
  interface Network {
    /** Returns all servers but the chain. */
    List<ServerName> servers();

    /** Returns whether the process of a server runs. */
    boolean isRunning(ServerName name);

    /** Ends a server as a crash would. */
    void kill(ServerName name);

    /** Starts a server and waits until it is ready. */
    void start(ServerName name);

    /** Returns a network that was started as a devnet. */
    static Network of(Devnet devnet) {
      return new Network() {
        @Override
        public List<ServerName> servers() {
          return devnet.registry().read().servers().stream()
              .map(DevnetFile.NamedServer::name)
              .toList();
        }

        @Override
        public boolean isRunning(ServerName name) {
          return devnet.isRunning(devnet.registry().read(), name);
        }

        @Override
        public void kill(ServerName name) {
          devnet.kill(name);
        }

        @Override
        public void start(ServerName name) {
          devnet.startOne(name);
        }
      };
    }
  }

  /** Makes the faults; {@link #work} or a thread makes them happen. */
  FaultMaker(Network network, long seed, Consumer<String> progress) {
    this.network = network;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("faults").daemon().unstarted(this::work);
  }

  static FaultMaker start(Devnet devnet, long seed, Consumer<String> progress) {
    FaultMaker maker = new FaultMaker(Network.of(devnet), seed, progress);
    maker.thread.start();
    return maker;
  }

  private void work() {
    while (rest(UP)) {
      round(() -> rest(DOWN));
    }
    finish();
  }

  /** Kills, lets {@code meanwhile} pass, and starts what is down. */
  void round(Runnable meanwhile) {
    if (down.isEmpty()) {
      attempt("choose servers", this::kill);
      meanwhile.run();
    }
    startAgain();
  }

  /** Starts what is still down and says what came of everything. */
  void finish() {
    for (int i = 0; i < LAST_TRIES && !down.isEmpty(); i++) {
      startAgain();
    }
    String rest =
        down.isEmpty()
            ? "all of them were started again"
            : "still down: " + down + "; start them with wcn devnet start";
    progress.accept("killed " + kills + " servers, " + rest);
  }

  private void kill() {
    List<ServerName> chosen = victims();
    progress.accept("killing " + chosen);
    for (ServerName name : chosen) {
      attempt("kill " + name, () -> kill(name));
    }
  }

  private void kill(ServerName name) {
    if (!network.isRunning(name)) {
      progress.accept(name + " does not run, and not on our account");
      return;
    }
    // Whatever becomes of it, it has to run in the end.
    down.add(name);
    network.kill(name);
    kills++;
  }

  private void startAgain() {
    if (down.isEmpty()) {
      return;
    }
    progress.accept("starting " + down);
    for (ServerName name : List.copyOf(down)) {
      attempt("start " + name, () -> startAgain(name));
    }
  }

  private void startAgain(ServerName name) {
    if (!network.isRunning(name)) {
      network.start(name);
    }
    down.remove(name);
  }

  private void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      progress.accept("cannot " + what + ": " + e.getMessage());
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
    List<ServerName> servers = network.servers();
    List<Integer> operators = servers.stream().map(ServerName::operator).distinct().toList();
    boolean databases = random.nextBoolean();
    int first = random.nextInt(operators.size());
    List<ServerName> victims = new ArrayList<>();
    for (int i = 0; i < OPERATORS_AT_ONCE; i++) {
      int operator = operators.get((first + i) % operators.size());
      servers.stream()
          .filter(name -> name.operator() == operator && name.isDatabase() == databases)
          .forEach(victims::add);
    }
    return victims;
  }

  /** Ends the faults; returns once everything that can runs again. */
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
