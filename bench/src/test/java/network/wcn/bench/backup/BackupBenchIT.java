package network.wcn.bench.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupBenchIT {
  @TempDir Path directory; // set by JUnit

  @Test
  void aSmallDatabaseGoesThroughAllPhasesUnderLoad() throws Exception {
    Path place = directory.resolve("bench");
    List<PhaseFigures> phases =
        new BackupBench(place, 4 << 20, 0, Duration.ofMillis(200)).run(_ -> {});
    assertEquals(
        List.of("load alone", "backup", "verify", "restore"),
        phases.stream().map(PhaseFigures::name).toList());
    for (PhaseFigures phase : phases.subList(1, phases.size())) {
      assertTrue(phase.bytes() > 4 << 20, phase::row);
    }
    assertTrue(phases.getFirst().reads().count() > 0);
    assertFalse(Files.exists(place));
  }
}
