package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.bench.storage.Links;
import network.wcn.domain.record.RecordVersion;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/**
 * Kills a database again and again while clients write to it, and looks each time whether every
 * acknowledged write is still there.
 *
 * <p>A kill is SIGKILL, as a process without warning ends; what the operating system has not
 * written yet survives it, unlike a loss of power. It comes after a seeded number of
 * acknowledgements, and in one of four starts before the database serves. Write buffers are small,
 * so that flushes and compactions are interrupted too.
 */
public final class CrashTest {
  private static final Map<String, String> SMALL_BUFFERS =
      Map.of(
          "ROCKSDB_BLOCK_CACHE_SIZE", "16777216",
          "ROCKSDB_WRITE_BUFFER_SIZE", "524288",
          "ROCKSDB_NUM_CALLBACK_THREADS", "4",
          "ROCKSDB_MAX_BACKGROUND_JOBS", "2",
          "SHUTDOWN_GRACE_SECS", "5");
  private static final int CONNECTIONS = 4;
  private static final int STARTS_PER_EARLY_KILL = 4;
  private static final int MOST_WRITES = 4_000;
  private static final int LONGEST_ROUND_SECONDS = 30;
  private static final int LONGEST_END_SECONDS = 120;
  private static final long LATEST_NANOS = Duration.ofMillis(5).toNanos();

  private final Supplier<BenchJava> java;
  private final Path directory;
  private final CrashSettings settings;
  private final SplittableRandom random;
  private final List<Client> clients = new ArrayList<>();
  private final Tally tally = new Tally();
  private final AtomicLong version = new AtomicLong();
  private final Ticker ticker = Ticker.system();
  private long startNanos;
  private int kills;

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory does not exist; made, and removed unless something was lost
   */
  public CrashTest(Supplier<BenchJava> java, Path directory, CrashSettings settings) {
    this.java = java;
    this.directory = directory;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    for (int i = 0; i < settings.clients(); i++) {
      clients.add(new Client(i, random.split()));
    }
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
      try (DatabaseProcess database = start()) {
        database.awaitServing();
        List<RpcLink> connections = connect(links, database);
        forEachClient(connections, (client, link) -> client.check(link, tally));
        connections.forEach(RpcLink::close);
        endInOrder(database);
      }
    }
    CrashReport report = tally.report(settings, kills);
    if (report.isClean()) {
      FileTree.remove(directory);
    }
    return report;
  }

  private void startAndEnd() throws IOException, InterruptedException {
    try (DatabaseProcess database = start()) {
      long begun = ticker.nanos();
      database.awaitServing();
      startNanos = ticker.nanos() - begun;
      endInOrder(database);
    }
  }

  private static void endInOrder(DatabaseProcess database)
      throws IOException, InterruptedException {
    if (!database.end(LONGEST_END_SECONDS)) {
      throw new IOException("the database did not end when it was asked to");
    }
  }

  private DatabaseProcess start() throws IOException {
    // Native libraries are unpacked there, and a process that is killed does not tidy up.
    Path scratch = directory.resolve("tmp");
    FileTree.remove(scratch);
    Files.createDirectory(scratch);
    BenchJava usual = java.get();
    List<String> words = new ArrayList<>(usual.words());
    words.add("-Djava.io.tmpdir=" + scratch);
    Map<String, String> variables = new HashMap<>(SMALL_BUFFERS);
    variables.put("STORAGE_BACKEND", settings.engine().setting());
    return new DatabaseProcess(
        new BenchJava(words, usual.classPath()), directory.resolve("database"), variables);
  }

  private void killOnce(Links links) throws IOException, InterruptedException {
    try (DatabaseProcess database = start()) {
      if (random.nextInt(STARTS_PER_EARLY_KILL) == 0) {
        LockSupport.parkNanos(random.nextLong(startNanos));
      } else {
        long begun = ticker.nanos();
        database.awaitServing();
        startNanos = ticker.nanos() - begun;
        List<RpcLink> connections = connect(links, database);
        forEachClient(connections, (client, link) -> client.check(link, tally));
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
    forEachClient(connections, (client, link) -> client.write(link, this::nextVersion, tally));
    killer.join();
  }

  /** Returns the time in microseconds, but never one twice. */
  private RecordVersion nextVersion() {
    long now = WallClock.system().unixMicros();
    return new RecordVersion(version.updateAndGet(last -> Math.max(last + 1, now)));
  }

  private static List<RpcLink> connect(Links links, DatabaseProcess database) throws IOException {
    List<RpcLink> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(links.to(database.target("primary")));
    }
    return connections;
  }

  /** What all clients do at once. */
  private interface Work {
    void with(Client client, Conversation database);
  }

  private void forEachClient(List<RpcLink> connections, Work work)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        Client client = clients.get(i);
        Conversation database = new Conversation(connections.get(i % CONNECTIONS));
        running.add(threads.submit(() -> work.with(client, database)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }
}
