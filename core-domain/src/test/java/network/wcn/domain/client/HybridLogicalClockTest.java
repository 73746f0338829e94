package network.wcn.domain.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import network.wcn.domain.record.RecordVersion;
import org.junit.jupiter.api.Test;

class HybridLogicalClockTest {
  private static final long NOON = 1_800_000_000_000_000L;

  private final HybridLogicalClock clock = new HybridLogicalClock();

  @Test
  void followsTheTimeOfDay() {
    assertEquals(new RecordVersion(NOON), clock.next(NOON));
    assertEquals(new RecordVersion(NOON + 7), clock.next(NOON + 7));
  }

  @Test
  void growsWhileTheTimeOfDayStandsStillOrJumpsBack() {
    RecordVersion first = clock.next(NOON);
    RecordVersion second = clock.next(NOON);
    RecordVersion third = clock.next(NOON - 3_600_000_000L);
    assertTrue(second.isAfter(first));
    assertTrue(third.isAfter(second));
  }

  @Test
  void overridesWhatWasReadFromAClockThatRunsAhead() {
    RecordVersion foreign = new RecordVersion(NOON + 119_000_000L);
    clock.observe(foreign, NOON);
    assertTrue(clock.next(NOON).isAfter(foreign));
  }

  @Test
  void ignoresVersionsThatNodesWouldRefuse() {
    clock.observe(new RecordVersion(NOON + 120_000_000L), NOON);
    clock.observe(new RecordVersion(-1), NOON);
    assertEquals(new RecordVersion(NOON), clock.next(NOON));
  }
}
