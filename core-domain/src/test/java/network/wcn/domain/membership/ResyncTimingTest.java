package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When an operator may fetch again what it holds: latency 5 s, clocks 0.5 s apart. */
class ResyncTimingTest {
  private static final long AT = 1_800_000_000L;

  private static KeyspaceSchedule schedule(long version, ContractMigration migration) {
    return ViewFixture.view(
            ViewFixture.sixOperators()
                .withMigration(version, List.of(FIRST_FIVE, LAST_FIVE), migration))
        .schedule();
  }

  private static long nanos(double secondsAfter) {
    return AT * 1_000_000_000L + (long) (secondsAfter * 1e9);
  }

  @Test
  void anyTimeWhileNothingChangesButForThatVersionOnly() {
    KeyspaceSchedule quiet = schedule(0, ViewFixture.NEVER);
    assertTrue(quiet.acceptsResync(0, nanos(0)));
    assertFalse(quiet.acceptsResync(1, nanos(0)));
    assertFalse(quiet.acceptsResync(-1, nanos(0)));
  }

  @Test
  void neverWhileAMigrationRuns() {
    KeyspaceSchedule migrating =
        schedule(1, new ContractMigration(1, AT, 0, SlotMask.of(Set.of(5))));
    for (double after : new double[] {0, 4, 5, 6, 100}) {
      assertFalse(migrating.acceptsResync(0, nanos(after)), "version 0 after " + after);
      assertFalse(migrating.acceptsResync(1, nanos(after)), "version 1 after " + after);
    }
  }

  @Test
  void onceTheVersionBeforeAnAbortedMigrationCountsAgain() {
    KeyspaceSchedule aborted = schedule(0, new ContractMigration(1, AT - 100, AT, SlotMask.EMPTY));
    assertFalse(aborted.acceptsResync(0, nanos(4.4)));
    assertTrue(aborted.acceptsResync(0, nanos(4.5)));
    assertFalse(aborted.acceptsResync(1, nanos(4.5)));
  }
}
