package network.wcn.domain.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCallTest {
  private static final long MILLI = 1_000_000L;
  private static final AttemptFailure BROKEN = new AttemptFailure.Broken("connection lost");

  private RetryPolicy policy = RetryPolicy.DEFAULT;
  private NodeChoice<String> choice = new NodeChoice<>(policy);
  private final Set<String> closed = new HashSet<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private long wakeAt;
  private long now;

  @BeforeEach
  void threeOperatorsOfTwoNodes() {
    choice.install(List.of(List.of("a1", "a2"), List.of("b1", "b2"), List.of("c1", "c2")));
  }

  private ClientCall<String> begin() {
    ClientCall<String> call = new ClientCall<>(policy, choice, node -> !closed.contains(node), now);
    run(call.start(now));
    return call;
  }

  private void run(List<Effect<String>> effects) {
    for (Effect<String> effect : effects) {
      switch (effect) {
        case Effect.Send<String>(int attempt, String node) -> {
          assertEquals(asked.size() + 1, attempt);
          asked.add(node);
        }
        case Effect.WakeAt<String>(long at) -> wakeAt = at;
        case Effect.Settle<String>(Verdict verdict) -> verdicts.add(verdict);
      }
    }
  }

  /** Wakes the call whenever it wishes until {@code millis} on its clock. */
  private void passUntil(ClientCall<String> call, long millis) {
    while (verdicts.isEmpty() && wakeAt <= millis * MILLI) {
      now = wakeAt;
      run(call.wake(now));
      assertTrue(wakeAt > now || !verdicts.isEmpty(), "asks to be woken in the past");
    }
    now = Math.max(now, millis * MILLI);
  }

  private AttemptFailure givenUp() {
    assertEquals(1, verdicts.size());
    return assertInstanceOf(Verdict.GivenUp.class, verdicts.getFirst()).last();
  }

  @Test
  void theFirstAnswerSettlesTheCall() {
    ClientCall<String> call = begin();
    run(call.answered(1, Answer.Done.INSTANCE, now));
    assertEquals(List.of(new Verdict.Answered(Answer.Done.INSTANCE)), verdicts);
    assertEquals(List.of("a1"), asked);
    assertTrue(call.isSettled());
  }

  @Test
  void aBrokenLinkMovesTheCallToAnotherOperatorAtOnce() {
    ClientCall<String> call = begin();
    run(call.failed(1, BROKEN, now));
    assertEquals(List.of("a1", "b1"), asked);
  }

  @Test
  void aRetryableRefusalMovesTheCallToAnotherOperatorAtOnce() {
    ClientCall<String> call = begin();
    run(call.refused(1, Refusal.keyspaceVersionMismatch(), now));
    run(call.refused(2, Refusal.network("2 of 5 replicas"), now));
    assertEquals(List.of("a1", "b1", "c1"), asked);
  }

  @Test
  void whatNoNodeWillServeIsNotRetried() {
    ClientCall<String> call = begin();
    run(call.refused(1, Refusal.unauthorized(), now));
    assertEquals(new AttemptFailure.Refused(Refusal.unauthorized()), givenUp());
    assertEquals(List.of("a1"), asked);
  }

  @Test
  void aSilentNodeIsOvertakenAfterASecondAndMayStillAnswer() {
    ClientCall<String> call = begin();
    passUntil(call, 900);
    assertEquals(List.of("a1"), asked);
    passUntil(call, 1_100);
    assertEquals(List.of("a1", "b1"), asked);
    run(call.answered(1, Answer.Done.INSTANCE, now));
    run(call.answered(2, Answer.Done.INSTANCE, now));
    assertEquals(1, verdicts.size());
  }

  @Test
  void aNodeWhoseLinkIsSuspectedIsOvertakenSooner() {
    ClientCall<String> call = begin();
    closed.add("a1");
    passUntil(call, 50);
    assertEquals(List.of("a1", "b1"), asked);
  }

  @Test
  void aBusyNodeThatAnswersOthersIsGivenMoreTime() {
    ClientCall<String> call = begin();
    for (int millis = 50; millis <= 2_400; millis += 50) {
      choice.heard("a1", now);
      passUntil(call, millis);
    }
    assertEquals(List.of("a1"), asked);
    passUntil(call, 2_500);
    assertEquals(List.of("a1", "b1"), asked);
  }

  @Test
  void callsThatAreOnlySlowAreNotAllSentTwice() {
    List<ClientCall<String>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ClientCall<String> call =
          new ClientCall<>(policy, choice, node -> !closed.contains(node), now);
      assertEquals(1, sends(call.start(now)));
      calls.add(call);
    }
    now += 3_000 * MILLI;

    int sentTwice = calls.stream().mapToInt(call -> sends(call.wake(now))).sum();
    assertEquals(64, sentTwice);

    closed.addAll(List.of("a1", "a2", "b1", "b2", "c1"));
    int sentAgain = calls.stream().mapToInt(call -> sends(call.wake(now))).sum();
    assertTrue(sentAgain > 100, "a closed link is reason enough, but only " + sentAgain);
  }

  private static int sends(List<Effect<String>> effects) {
    return (int) effects.stream().filter(Effect.Send.class::isInstance).count();
  }

  @Test
  void nodesAreAskedAgainAfterAPauseThatGrows() {
    policy = RetryPolicy.DEFAULT.withMaxAttempts(4);
    choice = new NodeChoice<>(policy);
    choice.install(List.of(List.of("a1")));
    ClientCall<String> call = begin();
    List<Long> askedAtMillis = new ArrayList<>();
    while (verdicts.isEmpty()) {
      askedAtMillis.add(now / MILLI);
      run(call.refused(asked.size(), Refusal.internal(), now));
      while (verdicts.isEmpty() && asked.size() == askedAtMillis.size()) {
        now = wakeAt;
        run(call.wake(now));
      }
    }
    assertEquals(List.of(0L, 20L, 60L, 140L), askedAtMillis);
    assertEquals(new AttemptFailure.Refused(Refusal.internal()), givenUp());
  }

  @Test
  void waitsForALinkToOpen() {
    closed.addAll(List.of("a1", "a2", "b1", "b2", "c1", "c2"));
    ClientCall<String> call = begin();
    passUntil(call, 300);
    assertEquals(List.of(), asked);
    closed.remove("c2");
    passUntil(call, 400);
    assertEquals(List.of("c2"), asked);
  }

  @Test
  void givesUpAtItsDeadlineAndSaysWhy() {
    policy = RetryPolicy.DEFAULT.withOperationTimeout(Duration.ofSeconds(1));
    closed.addAll(List.of("a1", "a2", "b1", "b2", "c1", "c2"));
    passUntil(begin(), 2_000);
    assertEquals(new AttemptFailure.NobodyReachable(), givenUp());
  }

  @Test
  void silenceOfEveryNodeEndsAtTheDeadlineToo() {
    policy = RetryPolicy.DEFAULT.withOperationTimeout(Duration.ofSeconds(4));
    passUntil(begin(), 5_000);
    assertEquals(new AttemptFailure.Unanswered(), givenUp());
    assertEquals(List.of("a1", "b1", "c1", "a2"), asked);
  }

  @Test
  void keepsTheLastFailureWhenAttemptsAreUsedUp() {
    policy = RetryPolicy.DEFAULT.withMaxAttempts(2);
    ClientCall<String> call = begin();
    run(call.failed(1, BROKEN, now));
    run(call.refused(2, Refusal.internal("disk full"), now));
    assertEquals(new AttemptFailure.Refused(Refusal.internal("disk full")), givenUp());
  }
}
