package network.wcn.simulator;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One operator: a database and two nodes. */
final class SimulatedOperator {
  private final SimulatedDatabase database;
  private final List<SimulatedNode> nodes;
  private final SimulatedMigrations migrations;
  private final SplittableRandom random;

  SimulatedOperator(World world, int slot) {
    this.random = world.splitRandom();
    this.database = new SimulatedDatabase(world, world.traits().ofReference().contains(slot));
    this.migrations = new SimulatedMigrations(world, slot);
    this.nodes =
        List.of(new SimulatedNode(world, slot, this), new SimulatedNode(world, slot, this));
  }

  SimulatedDatabase database() {
    return database;
  }

  SimulatedMigrations migrations() {
    return migrations;
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  /** Returns a node whose link seems open to others, if there is one. */
  Optional<SimulatedNode> anyOpen() {
    int first = random.nextInt(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      SimulatedNode node = nodes.get((first + i) % nodes.size());
      if (node.seemsOpen()) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
