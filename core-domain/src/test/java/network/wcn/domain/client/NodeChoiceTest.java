package network.wcn.domain.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeChoiceTest {
  private static final long SECOND = 1_000_000_000L;

  private final NodeChoice<String> choice = new NodeChoice<>(RetryPolicy.DEFAULT);
  private final Set<String> closed = new HashSet<>();

  @BeforeEach
  void threeOperatorsOfTwoNodes() {
    choice.install(List.of(List.of("a1", "a2"), List.of("b1", "b2"), List.of("c1", "c2")));
  }

  private Optional<String> next(String... tried) {
    return choice.choose(Set.of(tried), node -> !closed.contains(node), 0);
  }

  private List<String> take(int count) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(next().orElseThrow());
    }
    return taken;
  }

  @Test
  void operatorsTakeTurnsAndSoDoTheirNodes() {
    assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "c2", "a1"), take(7));
  }

  @Test
  void nodesWithoutAnOpenLinkAreLeftOut() {
    closed.addAll(List.of("a1", "b1", "b2"));
    assertEquals(List.of("a2", "c1", "a2", "c2"), take(4));
  }

  @Test
  void anotherOperatorComesBeforeAnotherNodeOfTheSame() {
    assertEquals(Optional.of("b1"), next("a1"));
    assertEquals(Optional.of("c1"), next("a1", "b1"));
    assertEquals(Optional.of("a2"), next("a1", "b1", "c1"));
  }

  @Test
  void aNodeThatFailedIsAvoidedForAWhile() {
    choice.failed("b1", 0);
    assertEquals(List.of("a1", "b2", "c1", "a2", "b2", "c2"), take(6));
    assertEquals("a1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
    assertEquals("b1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
  }

  @Test
  void oneCallTriesWhetherANodeThatFailedLivesAgain() {
    choice.install(List.of(List.of("a1"), List.of("b1")));
    choice.failed("a1", 0);
    assertEquals("a1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
    assertEquals("b1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
    assertEquals("b1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
    choice.heard("a1", SECOND);
    assertEquals("a1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
  }

  @Test
  void aNodeThatFailsAgainIsAvoidedForLonger() {
    choice.install(List.of(List.of("a1"), List.of("b1")));
    choice.failed("a1", 0);
    choice.failed("a1", 0);
    assertEquals("b1", choice.choose(Set.of(), _ -> true, SECOND).orElseThrow());
    assertEquals("a1", choice.choose(Set.of(), _ -> true, 2 * SECOND).orElseThrow());
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
