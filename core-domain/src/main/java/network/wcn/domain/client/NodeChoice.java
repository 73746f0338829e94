package network.wcn.domain.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which node is asked: operators take turns, and so do the nodes of each operator.
 *
 * <p>A turn is a tenth of a second, not a call. Calls that travel together cost the network a
 * fraction of what they cost alone, so whoever has the turn gets every call until {@value
 * #CALLS_IN_COMPANY} are under way there, and only then the next node gets some. A client with few
 * calls is spread over the nodes by time, one with many by their number.
 *
 * <p>Only nodes with an open link are chosen, those that failed lately last. Not safe for use by
 * several threads at once.
 *
 * @param <N> what names a node; compared by {@code equals}
 */
public final class NodeChoice<N> {
  /** A node that never answers is tried again after eight times the first avoidance. */
  private static final int LONGEST_DOUBLINGS = 3;

  /** How many calls a node gets at once before the next one gets any. */
  private static final int CALLS_IN_COMPANY = 128;

  /** How long a turn lasts. */
  private static final long TURN_NANOS = 100_000_000;

  /** How many calls have to begin until another one may be sent twice because it is slow. */
  private static final int CALLS_PER_OVERTAKING = 10;

  /** How many may be sent twice at once, after quiet times. */
  private static final int MOST_OVERTAKINGS = 64;

  private final long avoidanceNanos;
  private int overtakingCredit = MOST_OVERTAKINGS * CALLS_PER_OVERTAKING;
  private List<Seat<N>> seats = List.of();
  private Map<N, Health> health = new HashMap<>();
  private int turn;
  private boolean turnRuns;
  private long turnEndNanos;

  public NodeChoice(RetryPolicy policy) {
    this.avoidanceNanos = policy.avoidance().toNanos();
  }

  /**
   * Sets who may be asked: for each operator its nodes, without operators that are ignored. What is
   * known of nodes that stay is kept.
   */
  public void install(List<List<N>> nodesByOperator) {
    Map<N, Health> kept = new HashMap<>();
    List<Seat<N>> seated = new ArrayList<>();
    int most = nodesByOperator.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (int operator = 0; operator < nodesByOperator.size(); operator++) {
        List<N> nodes = nodesByOperator.get(operator);
        if (i < nodes.size()) {
          N node = nodes.get(i);
          seated.add(new Seat<>(node, operator));
          kept.put(node, health.getOrDefault(node, new Health()));
        }
      }
    }
    seats = List.copyOf(seated);
    health = kept;
  }

  /**
   * Asks to send a call once more because a node that is there is slow; returns whether it may be.
   *
   * <p>In a network that has more to do than it can, every node is slow, and sending everything
   * twice makes all of them slower. So one call in ten may be, and a number of them at once.
   */
  boolean tryOvertake() {
    if (overtakingCredit < CALLS_PER_OVERTAKING) {
      return false;
    }
    overtakingCredit -= CALLS_PER_OVERTAKING;
    return true;
  }

  /** Takes note that an operation began, which counts towards {@link #tryOvertake}. */
  void operationBegan() {
    overtakingCredit = Math.min(overtakingCredit + 1, MOST_OVERTAKINGS * CALLS_PER_OVERTAKING);
  }

  /** Takes note that a call to a node began. */
  void began(N node) {
    Health known = health.get(node);
    if (known != null) {
      known.underWay++;
    }
  }

  /** Takes note that a call to a node is over, whatever came of it. */
  void ended(N node) {
    Health known = health.get(node);
    if (known != null && known.underWay > 0) {
      known.underWay--;
    }
  }

  /** Takes note that a node answered. */
  public void heard(N node, long nowNanos) {
    Health known = health.get(node);
    if (known != null) {
      known.everHeard = true;
      known.heardNanos = nowNanos;
      known.failures = 0;
    }
  }

  /** Takes note that a node failed or seems dead. */
  public void failed(N node, long nowNanos) {
    Health known = health.get(node);
    if (known != null) {
      known.avoid(nowNanos, avoidanceNanos);
    }
  }

  /** Returns since when a node has been silent: its last answer, or {@code since} if later. */
  long silentSince(N node, long since) {
    Health known = health.get(node);
    return known != null && known.everHeard && known.heardNanos - since > 0
        ? known.heardNanos
        : since;
  }

  /**
   * Returns the node to ask next: of an operator not tried yet if possible, and one that did not
   * fail lately if possible.
   *
   * @param tried nodes that are not to be chosen
   */
  public Optional<N> choose(Set<N> tried, Predicate<N> isOpen, long nowNanos) {
    if (!turnRuns || nowNanos - turnEndNanos >= 0) {
      turn += turnRuns ? 1 : 0;
      turnRuns = true;
      turnEndNanos = nowNanos + TURN_NANOS;
    }
    Set<Integer> triedOperators = new HashSet<>();
    for (Seat<N> seat : seats) {
      if (tried.contains(seat.node)) {
        triedOperators.add(seat.operator);
      }
    }
    Predicate<Seat<N>> open = seat -> !tried.contains(seat.node) && isOpen.test(seat.node);
    Predicate<Seat<N>> healthy = seat -> !isAvoided(seat.node, nowNanos) && open.test(seat);
    return pick(seat -> !triedOperators.contains(seat.operator) && healthy.test(seat))
        .or(() -> pick(healthy))
        .or(() -> pick(open))
        .map(node -> onTrial(node, nowNanos));
  }

  /** Returns the first node in turn that has room for company, else the one with fewest calls. */
  private Optional<N> pick(Predicate<Seat<N>> fits) {
    Optional<N> best = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < seats.size(); i++) {
      Seat<N> seat = seats.get(Math.floorMod(turn + i, seats.size()));
      if (fits.test(seat)) {
        Health known = health.get(seat.node);
        int underWay = known == null ? 0 : known.underWay;
        if (underWay < CALLS_IN_COMPANY) {
          return Optional.of(seat.node);
        }
        if (underWay < fewest) {
          fewest = underWay;
          best = Optional.of(seat.node);
        }
      }
    }
    return best;
  }

  /** Lets one call find out whether a node that failed lives again, while others go elsewhere. */
  private N onTrial(N node, long nowNanos) {
    Health known = health.get(node);
    if (known != null && known.failures > 0) {
      known.avoidedUntilNanos = nowNanos + avoidanceNanos;
    }
    return node;
  }

  private boolean isAvoided(N node, long nowNanos) {
    Health known = health.get(node);
    return known != null && known.failures > 0 && nowNanos - known.avoidedUntilNanos < 0;
  }

  /** A node and the number of its operator. */
  private record Seat<N>(N node, int operator) {}

  /** What is known of one node. */
  private static final class Health {
    private boolean everHeard;
    private long heardNanos;
    private int failures;
    private long avoidedUntilNanos;
    private int underWay;

    /** Avoids the node for twice as long after every failure in a row. */
    void avoid(long nowNanos, long avoidanceNanos) {
      avoidedUntilNanos = nowNanos + (avoidanceNanos << Math.min(failures, LONGEST_DOUBLINGS));
      failures++;
    }
  }
}
