package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides from one look after another whether a node is cut off. For one thread.
 *
 * <p>A node is isolated once, for the whole grace, fewer than half of the keyspace's operators or
 * not even its own database could be reached. It is degraded while two operators or more are out of
 * reach (some shard then has just a majority left) or its view is stale.
 *
 * @see "operations.md B8"
 */
final class Isolation {
  private static final int LOSSES_WITHOUT_EFFECT = 1;

  private final Duration grace;
  private Optional<Long> cutOffSinceNanos = Optional.empty();

  Isolation(Duration grace) {
    this.grace = grace;
  }

  /** How a node stands. */
  enum State {
    NORMAL,
    DEGRADED,
    ISOLATED
  }

  /**
   * What a node sees at one moment.
   *
   * @param operators of the keyspace, its own included
   * @param reachable how many of them can be reached
   * @param isDatabaseReachable whether its own database is connected
   * @param isViewStale whether the chain was silent for too long
   */
  record Look(int operators, int reachable, boolean isDatabaseReachable, boolean isViewStale) {}

  /** Returns how the node stands, given what it sees at {@code nowNanos} of a monotonic clock. */
  State judge(Look look, long nowNanos) {
    boolean isCutOff = 2 * look.reachable() < look.operators() || !look.isDatabaseReachable();
    if (!isCutOff) {
      cutOffSinceNanos = Optional.empty();
    } else if (cutOffSinceNanos.isEmpty()) {
      cutOffSinceNanos = Optional.of(nowNanos);
    }
    if (cutOffSinceNanos.isPresent() && nowNanos - cutOffSinceNanos.get() >= grace.toNanos()) {
      return State.ISOLATED;
    }
    boolean hasLosses = look.operators() - look.reachable() > LOSSES_WITHOUT_EFFECT;
    return isCutOff || hasLosses || look.isViewStale() ? State.DEGRADED : State.NORMAL;
  }
}
