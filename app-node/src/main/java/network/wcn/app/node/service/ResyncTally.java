package network.wcn.app.node.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.keyspace.ResyncPlan;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.NodeOperator;

/** Counts what a resync has done. Safe for use by many threads. */
final class ResyncTally {
  private final int ranges;
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  @GuardedBy("this")
  private final SortedMap<Integer, ResyncReport.Source> sources = new TreeMap<>();

  @GuardedBy("this")
  private int complete;

  /** Begins to count for {@code plan}, with the names that {@code view} knows. */
  ResyncTally(List<ResyncPlan.Range> plan, ClusterView view) {
    ranges = plan.size();
    for (ResyncPlan.Range range : plan) {
      for (int slot : range.sources()) {
        sources.computeIfAbsent(
            slot, _ -> new ResyncReport.Source(slot, name(view, slot), 0, Optional.empty()));
      }
    }
  }

  private static String name(ClusterView view, int slot) {
    return view.operator(slot).map(ResyncTally::name).orElse("nobody");
  }

  private static String name(ClusterOperator operator) {
    return operator instanceof NodeOperator readable ? readable.name() : operator.id().toString();
  }

  /** A record came. */
  void received(long size) {
    records.increment();
    bytes.add(size);
  }

  /** A range came from an operator, whole. */
  synchronized void fetched(int slot) {
    sources.computeIfPresent(
        slot,
        (_, was) -> new ResyncReport.Source(slot, was.name(), was.ranges() + 1, was.problem()));
  }

  /** A range did not come from an operator. */
  synchronized void missed(int slot, String why) {
    sources.computeIfPresent(
        slot,
        (_, was) -> new ResyncReport.Source(slot, was.name(), was.ranges(), Optional.of(why)));
  }

  /** A range has come from as many as it takes. */
  synchronized void completed() {
    complete++;
  }

  /** Returns the slots of all operators that are asked for something. */
  synchronized List<Integer> slots() {
    return List.copyOf(sources.keySet());
  }

  synchronized ResyncReport report() {
    return new ResyncReport(
        ranges, complete, records.sum(), bytes.sum(), List.copyOf(sources.values()));
  }
}
