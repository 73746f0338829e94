package network.wcn.simulator;

import java.util.SplittableRandom;

/** What goes wrong: processes crash, disks slow down, operators are cut off, data is compacted. */
final class Faults {
  private final World world;
  private final SplittableRandom random;

  Faults(World world) {
    this.world = world;
    this.random = world.splitRandom();
  }

  /** Breaks something now and then for so long. */
  void workFor(long lengthNanos) {
    world.network().breakAgain(world.settings().lossPercent());
    long at = random.nextLong(World.SECOND / 10, World.SECOND);
    while (at < lengthNanos) {
      int victim = random.nextInt(world.operators().size());
      int kind = random.nextInt(7);
      long lasts = random.nextLong(World.SECOND / 5, 3 * World.SECOND);
      world.after(at, () -> breakSomething(victim, kind, lasts));
      at += random.nextLong(World.SECOND / 5, 3 * World.SECOND / 2);
    }
  }

  private void breakSomething(int victim, int kind, long lastsNanos) {
    SimulatedOperator operator = world.operator(victim);
    switch (kind) {
      case 0 -> crash(operator.database(), lastsNanos);
      case 1 -> {
        // A power cut: most databases at the same instant, with whatever they had not synced.
        for (SimulatedOperator other : world.operators()) {
          if (other != operator) {
            crash(other.database(), lastsNanos / 2);
          }
        }
      }
      case 2 -> crash(operator.nodes().get(random.nextInt(2)), lastsNanos);
      case 3 -> operator.nodes().forEach(node -> crash(node, lastsNanos));
      case 4 -> {
        operator.database().slowDown(true);
        world.after(lastsNanos, () -> operator.database().slowDown(false));
      }
      case 5 -> operator.database().compact();
      default -> {
        world.network().cutOff(victim);
        world.after(lastsNanos, () -> world.network().reconnect(victim));
      }
    }
  }

  private void crash(SimulatedDatabase database, long lastsNanos) {
    database.crash();
    world.after(lastsNanos, database::restart);
  }

  private void crash(SimulatedNode node, long lastsNanos) {
    node.crash();
    world.after(lastsNanos, node::restart);
  }

  /** Repairs everything at once. */
  void heal() {
    world.network().heal();
    for (SimulatedOperator operator : world.operators()) {
      operator.database().restart();
      operator.database().slowDown(false);
      operator.nodes().forEach(SimulatedNode::restart);
    }
  }

  /** Lets hours pass, in which databases compact at moments of their own. */
  void rest(long hours) {
    for (SimulatedOperator operator : world.operators()) {
      for (int times = random.nextInt(3); times > 0 && hours > 0; times--) {
        long at = random.nextLong(hours * 3_600) * World.SECOND;
        world.after(at, () -> operator.database().compact());
      }
    }
  }
}
