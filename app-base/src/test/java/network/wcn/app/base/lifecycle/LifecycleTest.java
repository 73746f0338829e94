package network.wcn.app.base.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.http.Unready;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final Readiness readiness = new Readiness();
  private final Lifecycle lifecycle = new Lifecycle(readiness, Ticker.system());
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aServerBecomesReadyWhenEverythingIsInPlace() {
    assertEquals(List.of(Unready.STARTING), readiness.reasons());

    lifecycle.serving();

    assertEquals(List.of(), readiness.reasons());
    assertEquals(LifecycleState.SERVING, lifecycle.state());
  }

  @Test
  void partsDrainBeforeTheyCloseInReverseOrder() {
    lifecycle.onClose("store", () -> happened.add("store closed"));
    lifecycle.onClose("server", () -> happened.add("server closed"));
    lifecycle.onDrain("server", _ -> happened.add("drained while " + readiness.reasons()));
    lifecycle.serving();

    lifecycle.shutDown();

    assertEquals(List.of("drained while [DRAINING]", "server closed", "store closed"), happened);
    assertEquals(LifecycleState.CLOSED, lifecycle.state());
  }

  @Test
  void aPartThatFailsDoesNotKeepTheOthersOpen() {
    lifecycle.onClose("store", () -> happened.add("store closed"));
    lifecycle.onClose(
        "server",
        () -> {
          throw new IllegalStateException("for this test");
        });
    lifecycle.onDrain(
        "server",
        _ -> {
          throw new IllegalStateException("for this test");
        });
    lifecycle.serving();

    lifecycle.shutDown();

    assertEquals(List.of("store closed"), happened);
  }

  @Test
  void drainingHasADeadline() {
    lifecycle.setGrace(Duration.ZERO);
    lifecycle.onDrain(
        "server", deadline -> happened.add("passed: " + deadline.hasPassed(Ticker.system())));
    lifecycle.serving();

    lifecycle.shutDown();

    assertEquals(List.of("passed: true"), happened);
  }

  @Test
  void aSecondShutDownDoesNothing() {
    lifecycle.onClose("store", () -> happened.add("store closed"));

    lifecycle.shutDown();
    lifecycle.shutDown();
    lifecycle.awaitClosed();

    assertEquals(List.of("store closed"), happened);
  }

  @Test
  void aServerThatWasToldToEndWhileStartingNeverServes() {
    lifecycle.shutDown();

    lifecycle.serving();

    assertEquals(LifecycleState.CLOSED, lifecycle.state());
    assertTrue(readiness.reasons().contains(Unready.DRAINING));
  }

  @Test
  void statesFollowTheTable() {
    Set<LifecycleState> afterStarting = EnumSet.noneOf(LifecycleState.class);
    for (LifecycleState next : LifecycleState.values()) {
      if (LifecycleState.STARTING.mayBecome(next)) {
        afterStarting.add(next);
      }
      assertFalse(LifecycleState.CLOSED.mayBecome(next));
      assertFalse(next.mayBecome(next));
      assertFalse(next.mayBecome(LifecycleState.STARTING));
    }
    assertEquals(EnumSet.of(LifecycleState.SERVING, LifecycleState.DRAINING), afterStarting);
  }
}
