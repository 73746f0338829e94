package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Audience;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;

/**
 * One run from one seed: clients at work while processes crash, messages get lost and a migration
 * moves the shard, then everything heals and the replicas have to become equal.
 *
 * <p>Checked on the way: no acknowledged write is lost, no read goes back in time, no operation
 * waits past its deadline; at the end: all replicas hold the same records. Any breach is a {@link
 * SimulationFailure}.
 */
public final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long START_UNIX_SECONDS = 1_770_000_000L;
  private static final long DETECTION_NANOS = SECOND / 4;

  private final SimulationSettings settings;
  private final SplittableRandom random;
  private final Rules rules;
  private final EventQueue queue = new EventQueue();
  private final List<SimulatedDatabase> databases = new ArrayList<>();
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final long[] unreachableSince;
  private final boolean[] partitioned;
  private final Workload workload;
  private final SimulatedMigration migration;
  private int lossPercent;

  private Simulation(long seed, SimulationSettings settings, Rules rules) {
    this.settings = settings;
    this.random = new SplittableRandom(seed);
    this.rules = rules;
    this.lossPercent = settings.lossPercent();
    this.unreachableSince = new long[settings.operators()];
    this.partitioned = new boolean[settings.operators()];
    World world = new SimulatedWorld();
    for (int slot = 0; slot < settings.operators(); slot++) {
      databases.add(new SimulatedDatabase(world, slot));
      nodes.add(new SimulatedNode(world, slot));
      unreachableSince[slot] = Long.MAX_VALUE;
    }
    this.migration = new SimulatedMigration(world, databases, rules, random.split());
    this.workload = new Workload(world, nodes, settings, random.split());
  }

  /**
   * Runs one seed.
   *
   * @throws SimulationFailure if a promise was broken
   */
  public static SimulationReport run(long seed, SimulationSettings settings) {
    return run(seed, settings, new Rules());
  }

  static SimulationReport run(long seed, SimulationSettings settings, Rules rules) {
    return new Simulation(seed, settings, rules).run();
  }

  private SimulationReport run() {
    long healed = settings.faultSeconds() * SECOND;
    workload.start(healed);
    scheduleFaults(healed);
    migration.schedule();
    queue.runUntil(healed, workload::checkDeadlines);
    heal();
    queue.runUntil(healed + 15 * SECOND, workload::checkDeadlines);
    workload.sweep();
    queue.runUntil(healed + 30 * SECOND, workload::checkDeadlines);
    workload.sweep();
    queue.runUntil(healed + 45 * SECOND, workload::checkDeadlines);
    new Convergence(migration.replicaSet(), databases, unixSeconds()).check();
    return new SimulationReport(
        queue.executed(), workload.answered(), workload.failed(), queue.nowNanos());
  }

  private void scheduleFaults(long until) {
    long at = random.nextLong(SECOND / 10, SECOND);
    while (at < until) {
      int victim = random.nextInt(settings.operators());
      int kind = random.nextInt(4);
      long lasts = random.nextLong(SECOND / 5, 3 * SECOND);
      queue.after(at, () -> breakSomething(victim, kind, lasts));
      at += random.nextLong(SECOND / 5, 3 * SECOND / 2);
    }
  }

  private void breakSomething(int victim, int kind, long lastsNanos) {
    switch (kind) {
      case 0 -> crashDatabase(victim, lastsNanos);
      case 1 -> {
        // A power cut: most databases at the same instant, with whatever they had not synced.
        for (int slot = 0; slot < settings.operators(); slot++) {
          if (slot != victim) {
            crashDatabase(slot, lastsNanos / 2);
          }
        }
      }
      case 2 -> {
        nodes.get(victim).crash();
        queue.after(lastsNanos, () -> nodes.get(victim).restart());
      }
      default -> {
        partitioned[victim] = true;
        queue.after(lastsNanos, () -> partitioned[victim] = false);
      }
    }
  }

  private void crashDatabase(int slot, long lastsNanos) {
    databases.get(slot).crash();
    unreachableSince[slot] = queue.nowNanos();
    queue.after(lastsNanos, () -> restartDatabase(slot));
  }

  private void restartDatabase(int slot) {
    databases.get(slot).restart();
    unreachableSince[slot] = Long.MAX_VALUE;
  }

  private void heal() {
    lossPercent = 0;
    for (int slot = 0; slot < settings.operators(); slot++) {
      restartDatabase(slot);
      nodes.get(slot).restart();
      partitioned[slot] = false;
    }
  }

  private long unixSeconds() {
    return START_UNIX_SECONDS + queue.nowNanos() / SECOND;
  }

  /** What the processes see. */
  private final class SimulatedWorld implements World {
    @Override
    public Rules rules() {
      return rules;
    }

    @Override
    public long nowNanos() {
      return queue.nowNanos();
    }

    @Override
    public void after(long delayNanos, Runnable action) {
      queue.after(delayNanos, action);
    }

    @Override
    public long micros(int from, int to) {
      return random.nextLong(from, to) * 1_000L;
    }

    @Override
    public long unixSeconds() {
      return Simulation.this.unixSeconds();
    }

    @Override
    public long keyspaceVersion(int operator) {
      return migration.keyspaceVersion(operator);
    }

    @Override
    public boolean accepts(int operator, long version) {
      return migration.accepts(operator, version);
    }

    @Override
    public Audience audience(int operator, Operation operation) {
      return migration.audience(operator, operation);
    }

    @Override
    public void send(int from, int to, Runnable delivery) {
      if (from != to && (partitioned[from] || partitioned[to])) {
        return;
      }
      if (random.nextInt(100) < lossPercent) {
        return;
      }
      int copies = random.nextInt(100) < settings.duplicatePercent() ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        boolean slow = random.nextInt(100) < 3;
        queue.after(slow ? micros(10_000, 1_500_000) : micros(50, 8_000), delivery);
      }
    }

    @Override
    public boolean isKnownDown(int from, int to) {
      return queue.nowNanos() - unreachableSince[to] > DETECTION_NANOS
          && unreachableSince[to] != Long.MAX_VALUE;
    }

    @Override
    public void serve(int operator, StorageRequest request, Consumer<StorageResponse> answer) {
      SimulatedDatabase database = databases.get(operator);
      if (database.isUp()) {
        database.serve(request, answer);
      }
    }
  }
}
