package network.wcn.domain.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupPolicyTest {
  private static final Instant NOON = Instant.parse("2025-09-18T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final BackupPolicy policy = BackupPolicy.STANDARD;
  private final List<DumpRow> catalogue = new ArrayList<>();

  private void add(DumpStatus status, Instant at) {
    DumpMeta meta =
        status == DumpStatus.FAILED ? DumpMeta.failed("no luck", 1) : DumpMeta.completed(1000, 1);
    catalogue.add(new DumpRow("dump-" + catalogue.size(), status, DumpName.at(at), meta, at, at));
  }

  @Test
  void theFirstBackupIsDueAtOnce() {
    assertEquals(NOON, policy.nextRun(catalogue, NOON));
  }

  @Test
  void aBackupIsDueADayAfterTheLastSuccessHoweverOftenTheProcessStarts() {
    add(DumpStatus.DELETED, NOON.minus(DAY.multipliedBy(9)));
    add(DumpStatus.COMPLETED, NOON.minus(Duration.ofHours(5)));
    assertEquals(NOON.plus(Duration.ofHours(19)), policy.nextRun(catalogue, NOON));
    assertEquals(
        NOON.plus(Duration.ofHours(19)), policy.nextRun(catalogue, NOON.plus(Duration.ofHours(1))));
  }

  @Test
  void anOldSuccessIsDueAtStart() {
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(3)));
    assertEquals(NOON.minus(DAY.multipliedBy(2)), policy.nextRun(catalogue, NOON));
  }

  @Test
  void aFailureIsRetriedThreeTimesAndThenTheNextDay() {
    add(DumpStatus.COMPLETED, NOON.minus(DAY));
    Instant attempt = NOON;
    for (int failures = 1; failures <= 3; failures++) {
      add(DumpStatus.FAILED, attempt);
      attempt = attempt.plus(Duration.ofMinutes(15));
      assertEquals(attempt, policy.nextRun(catalogue, NOON), "after " + failures + " failures");
    }
    add(DumpStatus.FAILED, attempt);
    assertEquals(NOON.plus(DAY), policy.nextRun(catalogue, NOON));
    add(DumpStatus.FAILED, NOON.plus(DAY));
    assertEquals(NOON.plus(DAY).plus(Duration.ofMinutes(15)), policy.nextRun(catalogue, NOON));
  }

  @Test
  void aFailureBeforeABackupIsDueDelaysNothing() {
    add(DumpStatus.COMPLETED, NOON.minus(Duration.ofHours(2)));
    add(DumpStatus.FAILED, NOON.minus(Duration.ofHours(1)));
    assertEquals(NOON.plus(Duration.ofHours(22)), policy.nextRun(catalogue, NOON));
  }

  @Test
  void failuresWithoutAnySuccessAreRetriedToo() {
    add(DumpStatus.FAILED, NOON);
    assertEquals(
        NOON.plus(Duration.ofMinutes(15)),
        policy.nextRun(catalogue, NOON.plus(Duration.ofMinutes(1))));
  }

  @Test
  void completeDumpsGoAfterAWeekAndFailedOnesAreNotTouched() {
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(7)).minusSeconds(1));
    add(DumpStatus.FAILED, NOON.minus(DAY.multipliedBy(8)));
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(7)));
    add(DumpStatus.COMPLETED, NOON);
    assertEquals(List.of(catalogue.get(0)), policy.outdated(catalogue, NOON));
  }

  @Test
  void theNewestCompleteDumpIsKeptHoweverOldItIs() {
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(100)));
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(50)));
    add(DumpStatus.FAILED, NOON);
    assertEquals(List.of(catalogue.get(0)), policy.outdated(catalogue, NOON));
  }

  @Test
  void withoutRetentionNothingGoes() {
    add(DumpStatus.COMPLETED, NOON.minus(DAY.multipliedBy(100)));
    add(DumpStatus.COMPLETED, NOON);
    assertEquals(List.of(), new BackupPolicy(DAY, 0).outdated(catalogue, NOON));
  }

  @Test
  void aFifthMoreThanTheLastDumpMustBeFree() {
    assertEquals(0, BackupPolicy.neededSpaceBytes(catalogue));
    add(DumpStatus.COMPLETED, NOON);
    assertEquals(1200, BackupPolicy.neededSpaceBytes(catalogue));
  }
}
