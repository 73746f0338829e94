package network.wcn.bench.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import network.wcn.bench.storage.DatabaseProcess;
import network.wcn.bench.storage.Links;
import network.wcn.port.rpc.RpcLink;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Fills the disk of a database, looks at what it does then, and frees it; several times over. */
final class Filling {
  /** What a write is refused with on a full disk. */
  static final String DISK_FULL = "the database's disk is full";

  private static final String READY = "\"ready\":true";
  private static final String DISK_IS_FULL = "\"disk_full\"";
  private static final String DISK_IS_READ_ONLY = "\"disk_read_only\"";
  private static final long SPARE_BYTES = 8 << 20;
  private static final long RESERVE_BYTES = 16 << 20;
  private static final int MOST_WRITES = 2_000;
  private static final int REFUSALS_PER_CLIENT = 8;
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final TriedDatabase tried;
  private final SmallDisk disk;
  private final DiskFullSettings settings;
  private final Links links;
  private final Health health;
  private final Tally tally;
  private final SplittableRandom random;
  private final List<Clients> everybody = new ArrayList<>();
  private final Ticker ticker = Ticker.system();

  /** How far the disk is filled, and what happens then. */
  enum Round {
    DOWN_TO_THE_RESERVE,
    TO_THE_LAST_BYTE,
    KILLED_WHILE_FULL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  Filling(
      TriedDatabase tried,
      SmallDisk disk,
      DiskFullSettings settings,
      Links links,
      Health health,
      Tally tally) {
    this.tried = tried;
    this.disk = disk;
    this.settings = settings;
    this.links = links;
    this.health = health;
    this.tally = tally;
    this.random = new SplittableRandom(settings.seed());
  }

  /**
   * Starts the database, fills its disk and frees it.
   *
   * @return what came of it, in a line
   */
  String run(Round round) throws IOException, InterruptedException {
    long reserve =
        disk.leastReserveBytes() + (round == Round.DOWN_TO_THE_RESERVE ? RESERVE_BYTES : 0);
    TriedDatabase database = tried.on(disk, reserve);
    long acknowledged = tally.acknowledgedCount();
    long refused = refusedCount();
    long read = tally.lookedCount();
    String outcome;
    try (DatabaseProcess process = database.start()) {
      process.awaitServing();
      List<RpcLink> connections = Clients.connect(links, process);
      check(connections);
      fill(connections, reserve);
      expect(refusedCount() > refused, "no write was refused because the disk is full");
      lookWhileFull(process, connections);
      outcome =
          round == Round.KILLED_WHILE_FULL
              ? kill(process, connections, database)
              : free(process, connections);
      connections.forEach(RpcLink::close);
    }
    return "%s: %d writes acknowledged, %d refused, %d records read while full; %s"
        .formatted(
            round,
            tally.acknowledgedCount() - acknowledged,
            refusedCount() - refused,
            tally.lookedCount() - read,
            outcome);
  }

  /**
   * Starts the database on a disk that cannot be written to, and lets it be written to later.
   *
   * @return what came of it, in a line
   */
  String startReadOnly() throws IOException, InterruptedException {
    disk.setReadOnly(true);
    long read = tally.lookedCount();
    try (DatabaseProcess process = tried.on(disk, disk.leastReserveBytes()).start()) {
      process.awaitServing();
      List<RpcLink> connections = Clients.connect(links, process);
      lookWhileUnready(process, connections, DISK_IS_READ_ONLY);
      disk.setReadOnly(false);
      String outcome = goOn(process, connections, "the disk could be written to");
      connections.forEach(RpcLink::close);
      return "started while read-only: %d records read; %s"
          .formatted(tally.lookedCount() - read, outcome);
    }
  }

  /** Returns whether the database, if the disk is full when it starts, notices that at once. */
  boolean needsSpaceToStart() {
    return settings.engine() == CrashSettings.Engine.ROCKSDB && disk.isOwn();
  }

  /** Starts the database for the last time and looks whether everything is there. */
  void checkAtTheEnd() throws IOException, InterruptedException {
    try (DatabaseProcess process = tried.on(disk, disk.leastReserveBytes()).start()) {
      process.awaitServing();
      List<RpcLink> connections = Clients.connect(links, process);
      check(connections);
      connections.forEach(RpcLink::close);
      TriedDatabase.endInOrder(process);
    }
  }

  private long refusedCount() {
    return tally.refusals().getOrDefault(DISK_FULL, 0L);
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      tally.wrong(otherwise);
    }
  }

  private void check(List<RpcLink> connections) throws IOException, InterruptedException {
    for (Clients clients : everybody) {
      clients.check(connections);
    }
  }

  private Clients newcomers() {
    int count = settings.clients();
    Clients newcomers = new Clients(everybody.size() * count, count, random, tally);
    everybody.add(newcomers);
    return newcomers;
  }

  /**
   * Lets clients write, and after some writes fills the disk; then others write new records, since
   * an engine may find room for old ones for ever.
   */
  private void fill(List<RpcLink> connections, long left) throws IOException, InterruptedException {
    disk.fill(left + SPARE_BYTES);
    long enough = refusedCount() + (long) REFUSALS_PER_CLIENT * settings.clients();
    AtomicBoolean isEnough = new AtomicBoolean();
    tally.expect(random.nextInt(MOST_WRITES));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Clients first = newcomers();
      Clients second = newcomers();
      List<Future<?>> writing = new ArrayList<>();
      writing.add(threads.submit(() -> write(first, connections, isEnough)));
      tally.await(LONGEST_WAIT_SECONDS);
      disk.fill(left);
      writing.add(threads.submit(() -> write(second, connections, isEnough)));
      Deadline deadline = Deadline.after(ticker, Duration.ofSeconds(LONGEST_WAIT_SECONDS));
      while (refusedCount() < enough && !deadline.hasPassed(ticker)) {
        disk.fill(left);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      isEnough.set(true);
      for (Future<?> each : writing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    }
  }

  private static @Nullable Void write(
      Clients clients, List<RpcLink> connections, AtomicBoolean isEnough)
      throws IOException, InterruptedException {
    clients.write(connections, () -> !isEnough.get());
    return null;
  }

  private void lookWhileFull(DatabaseProcess process, List<RpcLink> connections)
      throws IOException, InterruptedException {
    lookWhileUnready(process, connections, DISK_IS_FULL);
  }

  private void lookWhileUnready(DatabaseProcess process, List<RpcLink> connections, String reason)
      throws IOException, InterruptedException {
    String said = health.await(process, 503, reason);
    expect(said.startsWith("503") && said.contains(reason), "it says " + said + ", not " + reason);
    look(process, connections);
  }

  private void look(DatabaseProcess process, List<RpcLink> connections)
      throws IOException, InterruptedException {
    expect(health.isLive(process), "it says that it is not alive");
    for (Clients clients : everybody) {
      clients.look(connections);
    }
  }

  private String free(DatabaseProcess process, List<RpcLink> connections)
      throws IOException, InterruptedException {
    disk.free();
    return goOn(process, connections, "the disk was freed");
  }

  private String goOn(DatabaseProcess process, List<RpcLink> connections, String since)
      throws IOException, InterruptedException {
    long begun = ticker.nanos();
    String said = health.await(process, 200, READY);
    double seconds = (ticker.nanos() - begun) / 1e9;
    expect(said.contains(READY), "a minute after " + since + " it says " + said);
    long refused = tally.inDoubtCount();
    newcomers().writeOnce(connections);
    expect(tally.inDoubtCount() == refused, "it said that it is ready and refused a write");
    TriedDatabase.endInOrder(process);
    return "ready again %.1f s after %s".formatted(seconds, since);
  }

  private String kill(DatabaseProcess process, List<RpcLink> connections, TriedDatabase database)
      throws IOException, InterruptedException {
    process.kill();
    connections.forEach(RpcLink::close);
    try (DatabaseProcess next = database.start()) {
      next.awaitServing();
      List<RpcLink> anew = Clients.connect(links, next);
      if (needsSpaceToStart()) {
        lookWhileFull(next, anew);
      } else {
        look(next, anew);
      }
      String freed = free(next, anew);
      anew.forEach(RpcLink::close);
      return "killed, started while full, read, " + freed;
    }
  }
}
