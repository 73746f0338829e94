package network.wcn.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Everything of one run: the processes and what surrounds them. */
final class World {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000 * MILLI;

  /** How long it takes until others notice that a process is gone. */
  static final long DETECTION_NANOS = SECOND / 4;

  private final SimulationSettings settings;
  private final Rules rules;
  private final SplittableRandom random;
  private final EventQueue queue = new EventQueue();
  private final Clocks clocks;
  private final Network network;
  private final Traits traits;
  private final List<SimulatedOperator> operators = new ArrayList<>();
  private final SimulatedChain chain;

  World(long seed, SimulationSettings settings, Rules rules) {
    this.settings = settings;
    this.rules = rules;
    this.random = new SplittableRandom(seed);
    this.traits = Traits.draw(random.split(), settings);
    this.clocks = new Clocks(queue, random.split());
    this.network = new Network(queue, random.split(), settings);
    this.chain = new SimulatedChain(this, random.split());
    for (int slot = 0; slot < settings.operators(); slot++) {
      operators.add(new SimulatedOperator(this, slot));
    }
  }

  SimulationSettings settings() {
    return settings;
  }

  Rules rules() {
    return rules;
  }

  Traits traits() {
    return traits;
  }

  EventQueue queue() {
    return queue;
  }

  Clocks clocks() {
    return clocks;
  }

  Network network() {
    return network;
  }

  SimulatedChain chain() {
    return chain;
  }

  List<SimulatedOperator> operators() {
    return operators;
  }

  SimulatedOperator operator(int slot) {
    return operators.get(slot);
  }

  /** Returns every node of the network. */
  List<SimulatedNode> nodes() {
    return operators.stream().flatMap(operator -> operator.nodes().stream()).toList();
  }

  /** Returns a generator of its own for a part of the run. */
  SplittableRandom splitRandom() {
    return random.split();
  }

  long nowNanos() {
    return queue.nowNanos();
  }

  void after(long delayNanos, Runnable action) {
    queue.after(delayNanos, action);
  }

  /** Returns a random duration in nanoseconds between two bounds given in microseconds. */
  long micros(int from, int to) {
    return random.nextLong(from, to) * 1_000L;
  }
}
