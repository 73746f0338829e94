package network.wcn.domain.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import network.wcn.domain.client.AttemptFailure.NobodyReachable;
import network.wcn.domain.client.AttemptFailure.Refused;
import network.wcn.domain.client.AttemptFailure.Unanswered;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.Refusal;

/**
 * One operation of a client, from the first request to the answer.
 *
 * <p>A node that fails is replaced by the next one at once: of another operator first, and after a
 * growing pause once all were asked. A node that is silent is not waited for either: the same
 * operation, with the same version, goes to the next node while the first may still answer, which
 * is safe because of equal versions only one takes effect. The first answer settles the call.
 *
 * <p>Events and the time go in, effects come out in the order in which they are to be carried out.
 * Not safe for use by several threads at once, no more than the {@link NodeChoice} it shares with
 * the other calls of its client.
 *
 * @param <N> what names a node
 * @see "protocol/surface.md section 6"
 */
public final class ClientCall<N> {
  /** How often a silent node's link is looked at, and how often we look for an open link. */
  private static final long LOOK_NANOS = 50_000_000L;

  private final RetryPolicy policy;
  private final NodeChoice<N> choice;
  private final Predicate<N> isOpen;
  private final long deadlineNanos;
  private final Map<Integer, Attempt<N>> underWay = new HashMap<>();
  private final Set<N> tried = new HashSet<>();
  private int attempts;
  private int rounds;
  private boolean pausing;
  private long pauseEndNanos;
  private boolean settled;
  private AttemptFailure lastFailure = new NobodyReachable();

  /**
   * @param isOpen whether a request to a node would be sent at once
   * @param nowNanos on a monotonic clock, from which the operation timeout runs
   */
  public ClientCall(RetryPolicy policy, NodeChoice<N> choice, Predicate<N> isOpen, long nowNanos) {
    this.policy = policy;
    this.choice = choice;
    this.isOpen = isOpen;
    this.deadlineNanos = nowNanos + policy.operationTimeout().toNanos();
  }

  /** Returns when the call is given up, on the clock that it was started with. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  public boolean isSettled() {
    return settled;
  }

  /** Begins the call. */
  public List<Effect<N>> start(long nowNanos) {
    choice.operationBegan();
    return proceed(nowNanos);
  }

  /** A node served the operation. */
  public List<Effect<N>> answered(int attempt, Answer answer, long nowNanos) {
    Attempt<N> over = underWay.remove(attempt);
    if (over != null) {
      choice.ended(over.node);
      choice.heard(over.node, nowNanos);
    }
    return settle(new Verdict.Answered(answer));
  }

  /** A node refused the operation. */
  public List<Effect<N>> refused(int attempt, Refusal refusal, long nowNanos) {
    Attempt<N> over = underWay.get(attempt);
    if (over != null) {
      choice.heard(over.node, nowNanos);
    }
    return failed(attempt, new Refused(refusal), nowNanos);
  }

  /** An attempt came to nothing. */
  public List<Effect<N>> failed(int attempt, AttemptFailure failure, long nowNanos) {
    Attempt<N> over = underWay.remove(attempt);
    if (over == null) {
      return List.of();
    }
    choice.ended(over.node);
    if (settled) {
      return List.of();
    }
    lastFailure = failure;
    if (policy.blamesNode(failure)) {
      choice.failed(over.node, nowNanos);
    }
    if (!policy.mayRetry(failure)) {
      return settle(new Verdict.GivenUp(failure, attempts));
    }
    // A node that was asked because this one was silent may still answer.
    return over.overtaken ? wakeAt(nowNanos) : proceed(nowNanos);
  }

  /** The time of an earlier {@link Effect.WakeAt} has come. */
  public List<Effect<N>> wake(long nowNanos) {
    if (settled) {
      return List.of();
    }
    if (nowNanos - deadlineNanos >= 0) {
      underWay.values().forEach(attempt -> choice.failed(attempt.node, nowNanos));
      return settle(
          new Verdict.GivenUp(underWay.isEmpty() ? lastFailure : new Unanswered(), attempts));
    }
    Optional<Attempt<N>> latest =
        underWay.values().stream().filter(attempt -> !attempt.overtaken).findAny();
    if (latest.isEmpty()) {
      return proceed(nowNanos);
    }
    return isLost(latest.get(), nowNanos) ? overtake(latest.get(), nowNanos) : wakeAt(nowNanos);
  }

  private boolean isLost(Attempt<N> attempt, long nowNanos) {
    return !isOpen.test(attempt.node) || (isSlow(attempt, nowNanos) && choice.tryOvertake());
  }

  private boolean isSlow(Attempt<N> attempt, long nowNanos) {
    long silentSince = choice.silentSince(attempt.node, attempt.sentNanos);
    return nowNanos - silentSince >= policy.silence().toNanos()
        || nowNanos - attempt.sentNanos >= policy.patience().toNanos();
  }

  /** Asks the next node without giving up the one that is slow. */
  private List<Effect<N>> overtake(Attempt<N> slow, long nowNanos) {
    slow.overtaken = true;
    lastFailure = new Unanswered();
    if (nowNanos - slow.sentNanos < policy.patience().toNanos()) {
      choice.failed(slow.node, nowNanos);
    }
    return proceed(nowNanos);
  }

  /** Sends to the next node, or waits for one, or gives up. */
  private List<Effect<N>> proceed(long nowNanos) {
    if (attempts >= policy.maxAttempts()) {
      return underWay.isEmpty()
          ? settle(new Verdict.GivenUp(lastFailure, attempts))
          : wakeAt(nowNanos);
    }
    if (pausing && nowNanos - pauseEndNanos < 0) {
      return wakeAt(nowNanos);
    }
    pausing = false;
    Optional<N> next = choice.choose(tried, isOpen, nowNanos);
    if (next.isPresent()) {
      return send(next.get(), nowNanos);
    }
    boolean allTried = !tried.isEmpty();
    pausing = true;
    pauseEndNanos = nowNanos + (allTried ? policy.pauseNanos(rounds++) : LOOK_NANOS);
    tried.clear();
    underWay.values().forEach(attempt -> tried.add(attempt.node));
    return wakeAt(nowNanos);
  }

  private List<Effect<N>> send(N node, long nowNanos) {
    attempts++;
    choice.began(node);
    tried.add(node);
    underWay.put(attempts, new Attempt<>(node, nowNanos));
    List<Effect<N>> effects = new ArrayList<>(2);
    effects.add(new Effect.Send<>(attempts, node));
    effects.addAll(wakeAt(nowNanos));
    return effects;
  }

  private List<Effect<N>> wakeAt(long nowNanos) {
    long next = pausing ? pauseEndNanos : nowNanos + LOOK_NANOS;
    return List.of(new Effect.WakeAt<>(next - deadlineNanos < 0 ? next : deadlineNanos));
  }

  private List<Effect<N>> settle(Verdict verdict) {
    if (settled) {
      return List.of();
    }
    settled = true;
    return List.of(new Effect.Settle<>(verdict));
  }

  /** One request under way. */
  private static final class Attempt<N> {
    private final N node;
    private final long sentNanos;

    /** Whether another node was asked because this one was slow. */
    private boolean overtaken;

    Attempt(N node, long sentNanos) {
      this.node = node;
      this.sentNanos = sentNanos;
    }
  }
}
