package network.wcn.domain.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GcPolicyTest {
  private static final Instant NOON = Instant.parse("2025-09-18T12:00:00Z");

  @Test
  void garbageIsCollectedDaily() {
    assertEquals(Optional.of(NOON.plus(Duration.ofDays(1))), GcPolicy.STANDARD.nextRun(NOON));
  }

  @Test
  void whoeverKeepsHistoryCollectsByHand() {
    assertEquals(Optional.empty(), new GcPolicy(Duration.ofDays(1), true).nextRun(NOON));
  }
}
