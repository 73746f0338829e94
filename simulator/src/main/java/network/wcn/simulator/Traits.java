package network.wcn.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is particular about one run.
 *
 * @param ofReference operators whose replicas know one version and no trailers, as the reference's
 * @param way how the records are read in the end; each way has to heal what it reads
 * @param gapHours how long the network rests after each stretch of work, in hours
 * @param hasEarlyClient whether one client's clock is ahead as far as nodes tolerate
 */
record Traits(
    Set<Integer> ofReference, WayOfReading way, List<Integer> gapHours, boolean hasEarlyClient) {
  /** Ways to read a network. */
  enum WayOfReading {
    RECORDS,
    EXPIRATIONS,
    PAGES,
    SIZES
  }

  static Traits draw(SplittableRandom random, SimulationSettings settings) {
    Set<Integer> ofReference = new HashSet<>();
    if (random.nextInt(4) == 0) {
      int count = random.nextInt(1, 4);
      while (ofReference.size() < count) {
        ofReference.add(random.nextInt(settings.operators()));
      }
    }
    // Without evidence only a record itself can be compared.
    WayOfReading way =
        ofReference.isEmpty()
            ? WayOfReading.values()[random.nextInt(WayOfReading.values().length)]
            : WayOfReading.RECORDS;
    // What some replicas missed must be healed before the others forget it, so rests without
    // repairs in between stay under a day.
    List<Integer> gapHours =
        List.of(
            random.nextInt(2) * random.nextInt(11),
            random.nextInt(60),
            random.nextInt(2) * random.nextInt(11));
    return new Traits(Set.copyOf(ofReference), way, gapHours, random.nextInt(3) == 0);
  }

  /** Returns whether some replicas can tell one version only. */
  boolean isMixed() {
    return !ofReference.isEmpty();
  }
}
