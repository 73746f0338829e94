package network.wcn.simulator;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The links between operators and clients: they lose, delay, duplicate, reorder and break. */
final class Network {
  /** The place of everyone who is no operator. */
  static final int CLIENTS = -1;

  private final EventQueue queue;
  private final SplittableRandom random;
  private final int duplicatePercent;
  private final Set<Integer> cutOff = new HashSet<>();
  private int lossPercent;

  Network(EventQueue queue, SplittableRandom random, SimulationSettings settings) {
    this.queue = queue;
    this.random = random;
    this.lossPercent = settings.lossPercent();
    this.duplicatePercent = settings.duplicatePercent();
  }

  void cutOff(int operator) {
    cutOff.add(operator);
  }

  void reconnect(int operator) {
    cutOff.remove(operator);
  }

  /** Loses nothing from now on. */
  void heal() {
    cutOff.clear();
    lossPercent = 0;
  }

  void breakAgain(int percent) {
    lossPercent = percent;
  }

  /** Delivers something between two places, unless it is lost; within one, it always arrives. */
  void send(int from, int to, Runnable delivery) {
    if (from == to) {
      queue.after(micros(20, 200), delivery);
      return;
    }
    if (cutOff.contains(from) || cutOff.contains(to) || random.nextInt(100) < lossPercent) {
      return;
    }
    int copies = random.nextInt(100) < duplicatePercent ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      boolean slow = random.nextInt(100) < 3;
      queue.after(slow ? micros(10_000, 1_500_000) : micros(50, 8_000), delivery);
    }
  }

  private long micros(int from, int to) {
    return random.nextLong(from, to) * 1_000L;
  }
}
