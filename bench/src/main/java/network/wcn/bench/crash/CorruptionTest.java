package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;
import network.wcn.bench.crash.CorruptionReport.Outcomes;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.bench.storage.Links;
import network.wcn.port.rpc.RpcLink;

/**
 * Flips one bit after another in the files of a database, each in a fresh copy of it, starts it and
 * reads everything.
 *
 * <p>The database must refuse to open and say why, or refuse reads and say that it is damaged, or
 * answer everything as it was acknowledged. It was killed while it was idle, so that the files are
 * those of an unclean end; nothing is in doubt.
 */
public final class CorruptionTest {
  private static final int ROUNDS_OF_WRITES = 3;
  private static final int CANNOT_START = 1;
  private static final String DAMAGED = "the database is damaged";
  private static final String UNREADY = "\"corrupt\"";
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int UNREADY_STATUS = 503;

  private final Path directory;
  private final CorruptionSettings settings;
  private final SplittableRandom random;
  private final TriedDatabase tried;
  private final Tally tally = new Tally();
  private final Clients clients;
  private final Map<String, Outcomes> outcomes = new TreeMap<>();

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory does not exist; made, and removed unless something was wrong
   */
  public CorruptionTest(Supplier<BenchJava> java, Path directory, CorruptionSettings settings) {
    this.directory = directory;
    this.settings = settings;
    random = new SplittableRandom(settings.seed());
    tried = new TriedDatabase(java, directory, settings.engine());
    clients = new Clients(0, settings.clients(), random, tally);
  }

  /**
   * Does all of it.
   *
   * @param told hears of every flipped bit
   * @throws IOException if the database cannot be made, or the directory cannot be used
   */
  public CorruptionReport run(Consumer<String> told) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Path database = directory.resolve("database");
    Path whole = directory.resolve("whole");
    told.accept("Writing a database");
    try (Links links = new Links();
        Health health = new Health()) {
      make(links);
      Files.move(database, whole);
      for (FlippedBit bit : FlippedBit.choose(whole, settings.flips(), random)) {
        FileTree.remove(database);
        copy(whole, database);
        bit.flip(database);
        int before = tally.lostCount();
        String came = tryOnce(bit, links, health);
        told.accept("Flipped " + bit + ": " + came);
        if (tally.lostCount() > before) {
          Files.move(database, directory.resolve("wrong-" + before));
        }
      }
    }
    CorruptionReport report =
        new CorruptionReport(settings, tally.acknowledgedCount(), outcomes, tally.losses());
    if (report.isClean()) {
      FileTree.remove(directory);
    }
    return report;
  }

  /** Leaves files of every kind: a start flushes what the one before has logged. */
  private void make(Links links) throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS_OF_WRITES; round++) {
      try (DatabaseProcess database = tried.start()) {
        database.awaitServing();
        List<RpcLink> connections = Clients.connect(links, database);
        clients.writeOnce(connections);
        connections.forEach(RpcLink::close);
        database.kill();
      }
    }
    if (tally.inDoubtCount() > 0) {
      throw new IOException("writes were refused: " + tally.refusals());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private String tryOnce(FlippedBit bit, Links links, Health health)
      throws IOException, InterruptedException {
    CountDownLatch serves = new CountDownLatch(1);
    try (DatabaseProcess database = tried.start()) {
      Thread.ofVirtual().start(() -> endUnlessServing(database, serves));
      database.awaitServing();
      serves.countDown();
      return readAll(bit, database, links, health);
    } catch (DatabaseProcess.Ended ended) {
      String reason = reasonOf(ended);
      if (ended.status() != CANNOT_START || !reason.contains(directory.toString())) {
        tally.wrong(
            "with "
                + bit
                + " the process ended with status "
                + ended.status()
                + ": "
                + ended.said());
        return "ended with status " + ended.status();
      }
      count(bit, new Outcomes(1, 0, 0));
      return "refused at opening: " + reason;
    } finally {
      serves.countDown();
    }
  }

  /** Returns what it said in words, without its log. */
  private static String reasonOf(DatabaseProcess.Ended ended) {
    return ended
        .said()
        .lines()
        .filter(line -> !line.startsWith("{") && !line.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /** A database that neither serves nor ends is ended, and its status tells of it. */
  private static void endUnlessServing(DatabaseProcess database, CountDownLatch serves) {
    try {
      if (!serves.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        database.kill();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String readAll(FlippedBit bit, DatabaseProcess database, Links links, Health health)
      throws IOException, InterruptedException {
    long before = tally.unansweredCount(DAMAGED);
    int wrongBefore = tally.lostCount();
    try {
      List<RpcLink> connections = Clients.connect(links, database);
      clients.examine(connections, DAMAGED);
      connections.forEach(RpcLink::close);
    } catch (IOException e) {
      tally.wrong("with " + bit + " reads failed: " + e.getMessage());
      return "reads failed";
    }
    long met = tally.unansweredCount(DAMAGED) - before;
    if (met > 0) {
      String said = health.await(database, UNREADY_STATUS, UNREADY);
      if (!said.startsWith(UNREADY_STATUS + " ") || !said.contains(UNREADY)) {
        tally.wrong("with " + bit + " the database is damaged and says of itself " + said);
      }
    }
    database.kill();
    if (tally.lostCount() > wrongBefore) {
      tally.wrong("the last " + (tally.lostCount() - wrongBefore) + " of these come with " + bit);
      return "wrong";
    }
    count(bit, met > 0 ? new Outcomes(0, 1, 0) : new Outcomes(0, 0, 1));
    return met > 0 ? met + " reads refused" : "harmless";
  }

  private void count(FlippedBit bit, Outcomes one) {
    outcomes.merge(bit.kind(), one, Outcomes::plus);
  }
}
