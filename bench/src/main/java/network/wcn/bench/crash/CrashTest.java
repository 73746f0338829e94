package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.bench.storage.Links;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Ticker;

/**
 * Kills a database again and again while clients write to it, and looks each time whether every
 * acknowledged write is still there.
 *
 * <p>A kill is SIGKILL, as a process without warning ends; what the operating system has not
 * written yet survives it, unlike a loss of power. It comes after a seeded number of
 * acknowledgements, and in one of four starts before the database serves.
 */
public final class CrashTest {
  private static final int STARTS_PER_EARLY_KILL = 4;
  private static final int MOST_WRITES = 4_000;
  private static final int LONGEST_ROUND_SECONDS = 30;
  private static final long LATEST_NANOS = Duration.ofMillis(5).toNanos();

  private final Path directory;
  private final CrashSettings settings;
  private final SplittableRandom random;
  private final TriedDatabase tried;
  private final Tally tally = new Tally();
  private final Clients clients;
  private final Ticker ticker = Ticker.system();
  private long startNanos;
  private int kills;

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory does not exist; made, and removed unless something was lost
   */
  public CrashTest(Supplier<BenchJava> java, Path directory, CrashSettings settings) {
    this.directory = directory;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    this.tried = new TriedDatabase(java, directory, settings.engine());
    this.clients = new Clients(0, settings.clients(), random, tally);
  }

  /**
   * Does all of it.
   *
   * @param told hears of every kill
   * @throws IOException if a database does not start again, or does not answer, or the directory
   *     cannot be used
   */
  public CrashReport run(Consumer<String> told) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    told.accept("Starting and ending a database");
    startAndEnd();
    try (Links links = new Links()) {
      while (kills < settings.kills()) {
        killOnce(links);
        told.accept(
            "Kill %d of %d, %,d writes acknowledged, lost: %d"
                .formatted(kills, settings.kills(), tally.acknowledgedCount(), tally.lostCount()));
      }
      try (DatabaseProcess database = tried.start()) {
        database.awaitServing();
        List<RpcLink> connections = Clients.connect(links, database);
        clients.check(connections);
        connections.forEach(RpcLink::close);
        TriedDatabase.endInOrder(database);
      }
    }
    CrashReport report = tally.report(settings, kills);
    if (report.isClean()) {
      FileTree.remove(directory);
    }
    return report;
  }

  private void startAndEnd() throws IOException, InterruptedException {
    try (DatabaseProcess database = tried.start()) {
      long begun = ticker.nanos();
      database.awaitServing();
      startNanos = ticker.nanos() - begun;
      TriedDatabase.endInOrder(database);
    }
  }

  private void killOnce(Links links) throws IOException, InterruptedException {
    try (DatabaseProcess database = tried.start()) {
      if (random.nextInt(STARTS_PER_EARLY_KILL) == 0) {
        LockSupport.parkNanos(random.nextLong(startNanos));
      } else {
        long begun = ticker.nanos();
        database.awaitServing();
        startNanos = ticker.nanos() - begun;
        List<RpcLink> connections = Clients.connect(links, database);
        clients.check(connections);
        killWhileWriting(database, connections);
      }
      database.kill();
      kills++;
    }
  }

  private void killWhileWriting(DatabaseProcess database, List<RpcLink> connections)
      throws IOException, InterruptedException {
    tally.expect(random.nextInt(1, MOST_WRITES));
    long delayNanos = random.nextLong(LATEST_NANOS);
    Thread killer =
        Thread.ofPlatform()
            .name("killer")
            .start(() -> {
              try {
                tally.await(LONGEST_ROUND_SECONDS);
                LockSupport.parkNanos(delayNanos);
                database.kill();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              connections.forEach(RpcLink::close);
            });
    clients.write(connections);
    killer.join();
  }
}
