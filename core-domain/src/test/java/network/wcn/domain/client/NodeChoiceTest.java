package network.wcn.domain.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeChoiceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long TURN = SECOND / 10;

  private final NodeChoice<String> choice = new NodeChoice<>(RetryPolicy.DEFAULT);
  private final Set<String> closed = new HashSet<>();
  private long now;

  @BeforeEach
  void threeOperatorsOfTwoNodes() {
    choice.install(List.of(List.of("a1", "a2"), List.of("b1", "b2"), List.of("c1", "c2")));
  }

  private Optional<String> next(String... tried) {
    return choice.choose(Set.of(tried), node -> !closed.contains(node), now);
  }

  /** Returns whom lone calls go to, one in each of the next turns. */
  private List<String> take(int count) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(next().orElseThrow());
      now += TURN;
    }
    return taken;
  }

  @Test
  void operatorsTakeTurnsAndSoDoTheirNodes() {
    assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "c2", "a1"), take(7));
  }

  @Test
  void callsOfOneTurnTravelTogetherUntilTheNodeHasEnough() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 260; i++) {
      String node = next().orElseThrow();
      choice.began(node);
      asked.add(node);
    }
    assertEquals(Collections.nCopies(128, "a1"), asked.subList(0, 128));
    assertEquals(Collections.nCopies(128, "b1"), asked.subList(128, 256));
    assertEquals(Collections.nCopies(4, "c1"), asked.subList(256, 260));
    choice.ended("a1");
    assertEquals(Optional.of("a1"), next());
  }

  @Test
  void whenAllHaveEnoughTheOneWithFewestIsAsked() {
    choice.install(List.of(List.of("a1"), List.of("b1")));
    for (int i = 0; i < 140; i++) {
      choice.began("a1");
      choice.began("b1");
    }
    choice.ended("b1");
    assertEquals(Optional.of("b1"), next());
  }

  @Test
  void nodesWithoutAnOpenLinkAreLeftOut() {
    closed.addAll(List.of("a1", "b1", "b2"));
    assertEquals(List.of("c1", "c1", "c1", "a2", "c2", "c2", "c1"), take(7));
  }

  @Test
  void anotherOperatorComesBeforeAnotherNodeOfTheSame() {
    assertEquals(Optional.of("b1"), next("a1"));
    assertEquals(Optional.of("c1"), next("a1", "b1"));
    assertEquals(Optional.of("a2"), next("a1", "b1", "c1"));
    assertEquals(Optional.of("a1"), next("b1", "c2"));
  }

  @Test
  void aNodeThatFailedIsAvoidedForAWhile() {
    choice.failed("b1", 0);
    assertEquals(List.of("a1", "c1", "c1", "a2", "b2", "c2"), take(6));
    now = SECOND;
    assertEquals(List.of("a1", "b1"), take(2));
  }

  @Test
  void oneCallTriesWhetherANodeThatFailedLivesAgain() {
    choice.install(List.of(List.of("a1"), List.of("b1")));
    choice.failed("a1", 0);
    now = SECOND;
    assertEquals(Optional.of("a1"), next());
    assertEquals(Optional.of("b1"), next());
    assertEquals(Optional.of("b1"), next());
    choice.heard("a1", SECOND);
    assertEquals(Optional.of("a1"), next());
  }

  @Test
  void aNodeThatFailsAgainIsAvoidedForLonger() {
    choice.install(List.of(List.of("a1"), List.of("b1")));
    choice.failed("a1", 0);
    choice.failed("a1", 0);
    now = SECOND;
    assertEquals(Optional.of("b1"), next());
    choice.install(List.of(List.of("b1"), List.of("a1")));
    now = 2 * SECOND;
    assertEquals(Optional.of("a1"), next());
  }

  @Test
  void aNodeThatFailedIsBetterThanNone() {
    closed.addAll(List.of("a1", "a2", "b2", "c1", "c2"));
    choice.failed("b1", 0);
    assertEquals(Optional.of("b1"), next());
  }

  @Test
  void anAnswerEndsTheAvoidance() {
    choice.failed("a1", 0);
    choice.heard("a1", 1);
    assertEquals(Optional.of("a1"), next());
  }

  @Test
  void nobodyIsChosenWhenNoLinkIsOpen() {
    assertEquals(Optional.empty(), choice.choose(Set.of(), _ -> false, 0));
    choice.install(List.of());
    assertEquals(Optional.empty(), next());
  }

  @Test
  void aNewRosterKeepsWhatIsKnownOfNodesThatStay() {
    choice.failed("a1", 0);
    choice.install(List.of(List.of("a1", "a3")));
    assertEquals(List.of("a3", "a3"), take(2));
  }
}
