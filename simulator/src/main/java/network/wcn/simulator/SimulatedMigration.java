package network.wcn.simulator;

import java.util.List;
import java.util.SplittableRandom;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.Audience;

/**
 * A migration that hands the shard of operator 4 to operator 5, or is aborted half way.
 *
 * <p>Operators learn of its start one after another, some too late; the pull happens once nobody
 * takes requests of the old version any more. Its end is seen by all at once.
 *
 * @see "protocol/wire.md section 11"
 */
final class SimulatedMigration {
  private static final long MILLI = 1_000_000L;
  private static final long PROPAGATION = 1_000 * MILLI;
  private static final long CLOCK_SKEW = 300 * MILLI;
  private static final long PULL_AFTER = PROPAGATION + CLOCK_SKEW + 2_000 * MILLI;
  private static final List<Integer> OLD = List.of(0, 1, 2, 3, 4);
  private static final List<Integer> NEW = List.of(0, 1, 2, 3, 5);

  private enum Phase {
    BEFORE,
    RUNNING,
    ABORTED,
    COMPLETED
  }

  private final World world;
  private final List<SimulatedDatabase> databases;
  private final Rules rules;
  private final SplittableRandom random;
  private final long[] knownFrom;
  private Phase phase = Phase.BEFORE;
  private long startedNanos;

  SimulatedMigration(
      World world, List<SimulatedDatabase> databases, Rules rules, SplittableRandom random) {
    this.world = world;
    this.databases = databases;
    this.rules = rules;
    this.random = random;
    this.knownFrom = new long[databases.size()];
  }

  /** Returns the replica set that readers are sent to. */
  List<Integer> replicaSet() {
    return phase == Phase.COMPLETED ? NEW : OLD;
  }

  void schedule() {
    if (databases.size() > OLD.size() && random.nextInt(3) > 0) {
      world.after(random.nextLong(1_000, 5_000) * MILLI, this::start);
    }
  }

  private void start() {
    phase = Phase.RUNNING;
    startedNanos = world.nowNanos();
    int late = random.nextInt(2 * knownFrom.length);
    for (int operator = 0; operator < knownFrom.length; operator++) {
      long lag = operator == late ? 8_000 : random.nextLong(900);
      knownFrom[operator] = startedNanos + lag * MILLI;
    }
    if (random.nextInt(4) == 0) {
      world.after(random.nextLong(500, 4_000) * MILLI, () -> phase = Phase.ABORTED);
    } else {
      world.after(PULL_AFTER, this::pull);
    }
  }

  private void pull() {
    SimulatedDatabase source = databases.get(4);
    SimulatedDatabase joiner = databases.get(5);
    if (!source.isUp() || !joiner.isUp()) {
      world.after(300 * MILLI, this::pull);
      return;
    }
    source.store().content().forEach((key, record) -> joiner.store().write(key, record));
    joiner.store().sync();
    world.after(random.nextLong(200, 2_000) * MILLI, () -> phase = Phase.COMPLETED);
  }

  private boolean knows(int operator) {
    return phase != Phase.BEFORE && world.nowNanos() >= knownFrom[operator];
  }

  long keyspaceVersion(int operator) {
    return switch (phase) {
      case BEFORE, ABORTED -> 1;
      case RUNNING -> knows(operator) && world.nowNanos() >= startedNanos + PROPAGATION ? 2 : 1;
      case COMPLETED -> 2;
    };
  }

  boolean accepts(int operator, long version) {
    if (phase == Phase.RUNNING && knows(operator)) {
      long sinceSwitch = world.nowNanos() - startedNanos - PROPAGATION;
      if (Math.abs(sinceSwitch) <= CLOCK_SKEW) {
        return version == 1 || version == 2;
      }
    }
    return version == keyspaceVersion(operator);
  }

  Audience audience(int operator, Operation operation) {
    return switch (phase) {
      case BEFORE, ABORTED -> Audience.of(OLD);
      case COMPLETED -> Audience.of(NEW);
      case RUNNING ->
          operation instanceof Operation.Read || keyspaceVersion(operator) == 1
              ? Audience.of(OLD)
              : rules.writers(Audience.ofBoth(OLD, NEW));
    };
  }
}
