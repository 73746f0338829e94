package network.wcn.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = Integer.getInteger("wcn.simulation.seeds", 500);

  @Test
  void everySeedKeepsAllPromises() {
    long answered = 0;
    long failed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        SimulationReport report = Simulation.run(seed, SimulationSettings.DEFAULT);
        answered += report.answered();
        failed += report.failed();
      } catch (RuntimeException e) {
        throw new AssertionError("./wcn simulate --seeds 1 --from " + seed, e);
      }
    }
    System.out.println(SEEDS + " seeds: " + answered + " answered, " + failed + " failed");
    assertTrue(answered > failed * 4, "most operations have to succeed in spite of faults");
  }

  @Test
  void aSeedReplaysExactly() {
    assertEquals(
        Simulation.run(7, SimulationSettings.DEFAULT),
        Simulation.run(7, SimulationSettings.DEFAULT));
  }
}
