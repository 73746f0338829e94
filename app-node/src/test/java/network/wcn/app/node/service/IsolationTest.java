package network.wcn.app.node.service;

import static network.wcn.app.node.service.Isolation.State.DEGRADED;
import static network.wcn.app.node.service.Isolation.State.ISOLATED;
import static network.wcn.app.node.service.Isolation.State.NORMAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Isolation.Look ALL = new Isolation.Look(8, 8, true, false);

  private final Isolation isolation = new Isolation(Duration.ofSeconds(10));

  private static Isolation.Look reaching(int operators) {
    return new Isolation.Look(8, operators, true, false);
  }

  @Test
  void oneLostOperatorIsNormal() {
    assertEquals(NORMAL, isolation.judge(ALL, 0));
    assertEquals(NORMAL, isolation.judge(reaching(7), SECOND));
  }

  @Test
  void twoLostOperatorsLeaveSomeShardWithJustAMajority() {
    assertEquals(DEGRADED, isolation.judge(reaching(6), 0));
  }

  @Test
  void aStaleViewDegrades() {
    assertEquals(DEGRADED, isolation.judge(new Isolation.Look(8, 8, true, true), 0));
  }

  @Test
  void halfOfTheOperatorsAreEnough() {
    isolation.judge(reaching(4), 0);

    assertEquals(DEGRADED, isolation.judge(reaching(4), 60 * SECOND));
  }

  @Test
  void lessThanHalfIsolatesOnceTheGraceIsOver() {
    assertEquals(DEGRADED, isolation.judge(reaching(3), 0));
    assertEquals(DEGRADED, isolation.judge(reaching(3), 10 * SECOND - 1));
    assertEquals(ISOLATED, isolation.judge(reaching(3), 10 * SECOND));
  }

  @Test
  void aLostDatabaseIsolatesOnceTheGraceIsOver() {
    Isolation.Look alone = new Isolation.Look(8, 7, false, false);

    assertEquals(DEGRADED, isolation.judge(alone, 0));
    assertEquals(ISOLATED, isolation.judge(alone, 10 * SECOND));
  }

  @Test
  void theGraceBeginsAnewAfterARecovery() {
    isolation.judge(reaching(0), 0);
    assertEquals(NORMAL, isolation.judge(ALL, 9 * SECOND));

    assertEquals(DEGRADED, isolation.judge(reaching(0), 10 * SECOND));
    assertEquals(DEGRADED, isolation.judge(reaching(0), 19 * SECOND));
    assertEquals(ISOLATED, isolation.judge(reaching(0), 20 * SECOND));
  }
}
