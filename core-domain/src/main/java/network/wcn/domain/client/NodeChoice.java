package network.wcn.domain.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which node is asked: operators take turns, and so do the nodes of each operator.
 *
 * <p>Only nodes with an open link are chosen, those that failed lately last. Not safe for use by
 * several threads at once.
 *
 * @param <N> what names a node; compared by {@code equals}
 */
public final class NodeChoice<N> {
  /** A node that never answers is tried again after eight times the first avoidance. */
  private static final int LONGEST_DOUBLINGS = 3;

  private final long avoidanceNanos;
  private List<Turn<N>> operators = List.of();
  private Map<N, Health> health = new HashMap<>();
  private int cursor;

  public NodeChoice(RetryPolicy policy) {
    this.avoidanceNanos = policy.avoidance().toNanos();
  }

  /**
   * Sets who may be asked: for each operator its nodes, without operators that are ignored. What is
   * known of nodes that stay is kept.
   */
  public void install(List<List<N>> nodesByOperator) {
    Map<N, Health> kept = new HashMap<>();
    List<Turn<N>> turns = new ArrayList<>();
    for (List<N> nodes : nodesByOperator) {
      turns.add(new Turn<>(List.copyOf(nodes)));
      nodes.forEach(node -> kept.put(node, health.getOrDefault(node, new Health())));
    }
    operators = List.copyOf(turns);
    health = kept;
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
   * Returns the node to ask next, which takes its turn: of an operator not tried yet if possible,
   * and one that did not fail lately if possible.
   *
   * @param tried nodes that are not to be chosen
   */
  public Optional<N> choose(Set<N> tried, Predicate<N> isOpen, long nowNanos) {
    Predicate<N> open = node -> !tried.contains(node) && isOpen.test(node);
    Predicate<N> healthy = node -> !isAvoided(node, nowNanos) && open.test(node);
    return pick(turn -> turn.nodes.stream().noneMatch(tried::contains), healthy)
        .or(() -> pick(_ -> true, healthy))
        .or(() -> pick(_ -> true, open))
        .map(node -> onTrial(node, nowNanos));
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

  private Optional<N> pick(Predicate<Turn<N>> operatorFits, Predicate<N> nodeFits) {
    for (int i = 0; i < operators.size(); i++) {
      int position = Math.floorMod(cursor + i, operators.size());
      Turn<N> turn = operators.get(position);
      if (operatorFits.test(turn)) {
        Optional<N> node = turn.pick(nodeFits);
        if (node.isPresent()) {
          cursor = position + 1;
          return node;
        }
      }
    }
    return Optional.empty();
  }

  /** One operator's nodes and whose turn it is. */
  private static final class Turn<N> {
    private final List<N> nodes;
    private int cursor;

    Turn(List<N> nodes) {
      this.nodes = nodes;
    }

    Optional<N> pick(Predicate<N> fits) {
      for (int i = 0; i < nodes.size(); i++) {
        int position = Math.floorMod(cursor + i, nodes.size());
        N node = nodes.get(position);
        if (fits.test(node)) {
          cursor = position + 1;
          return Optional.of(node);
        }
      }
      return Optional.empty();
    }
  }

  /** What is known of one node. */
  private static final class Health {
    private boolean everHeard;
    private long heardNanos;
    private int failures;
    private long avoidedUntilNanos;

    /** Avoids the node for twice as long after every failure in a row. */
    void avoid(long nowNanos, long avoidanceNanos) {
      avoidedUntilNanos = nowNanos + (avoidanceNanos << Math.min(failures, LONGEST_DOUBLINGS));
      failures++;
    }
  }
}
