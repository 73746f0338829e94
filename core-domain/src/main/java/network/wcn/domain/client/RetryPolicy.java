package network.wcn.domain.client;

import java.time.Duration;
import network.wcn.domain.operation.Refusal;

/**
 * How long and how often a client tries.
 *
 * @param maxAttempts requests that one operation may send, at least 1
 * @param operationTimeout when an operation is given up, whatever is under way
 * @param silence a node that has answered nobody for that long while we wait is suspected dead, and
 *     the next one is asked too
 * @param patience the same for a node that answers others: it lives, so it is given more time
 * @param avoidance how long a node that failed is asked only if nobody else is left
 * @param firstPause before nodes are asked a second time; doubles up to {@link #longestPause}
 * @param longestPause the longest pause between two attempts
 * @throws IllegalArgumentException if {@code maxAttempts} or a duration is not positive
 */
public record RetryPolicy(
    int maxAttempts,
    Duration operationTimeout,
    Duration silence,
    Duration patience,
    Duration avoidance,
    Duration firstPause,
    Duration longestPause) {
  /**
   * An operation may take ten seconds. A killed node costs a caller a quarter of a second, after
   * which its link is no longer open; silence on an open one is of a node that has much to do, or
   * hangs.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          10,
          Duration.ofSeconds(10),
          Duration.ofMillis(1_000),
          Duration.ofMillis(2_500),
          Duration.ofSeconds(1),
          Duration.ofMillis(20),
          Duration.ofMillis(500));

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "an operation needs 1 attempt or more, got " + maxAttempts);
    }
    requirePositive("operationTimeout", operationTimeout);
    requirePositive("silence", silence);
    requirePositive("patience", patience);
    requirePositive("avoidance", avoidance);
    requirePositive("firstPause", firstPause);
    requirePositive("longestPause", longestPause);
  }

  private static void requirePositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, got " + duration);
    }
  }

  /** Returns this policy with another number of attempts. */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(
        attempts, operationTimeout, silence, patience, avoidance, firstPause, longestPause);
  }

  /** Returns this policy with another operation timeout. */
  public RetryPolicy withOperationTimeout(Duration timeout) {
    return new RetryPolicy(
        maxAttempts, timeout, silence, patience, avoidance, firstPause, longestPause);
  }

  /** Returns this policy with another time after which silent nodes are overtaken. */
  public RetryPolicy withSilence(Duration longest) {
    return new RetryPolicy(
        maxAttempts, operationTimeout, longest, patience, avoidance, firstPause, longestPause);
  }

  /** Returns whether another attempt may succeed after one that failed like this. */
  boolean mayRetry(AttemptFailure failure) {
    return switch (failure) {
      case AttemptFailure.Refused(Refusal refusal) -> refusal.isRetryable();
      case AttemptFailure.Unreadable _, AttemptFailure.Broken _ -> true;
      case AttemptFailure.Unanswered _, AttemptFailure.NobodyReachable _ -> true;
    };
  }

  /**
   * Returns whether a failure tells against the node itself, so that others should be preferred for
   * a while.
   */
  boolean blamesNode(AttemptFailure failure) {
    return switch (failure) {
      case AttemptFailure.Refused(Refusal refusal) -> refusal.isNetwork();
      case AttemptFailure.Unreadable _, AttemptFailure.Broken _ -> true;
      case AttemptFailure.Unanswered _ -> true;
      case AttemptFailure.NobodyReachable _ -> false;
    };
  }

  /**
   * Returns the pause in nanoseconds before every node is asked again for the nth time, n from 0.
   */
  long pauseNanos(int round) {
    return Math.min(firstPause.toNanos() << Math.min(round, 20), longestPause.toNanos());
  }
}
