package network.wcn.cli.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.wcn.cli.contract.ContractSession;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.keyspace.MigrationPlan;

/** What a migration moves, by operator: shards held before and after, and pulled from whom. */
final class MovePreview {
  private final ContractSession session;
  private final KeyspaceChange change;
  private final SortedMap<Integer, Integer> before;
  private final SortedMap<Integer, Integer> after;
  private final SortedMap<Integer, SortedMap<Integer, Integer>> pulls;

  /** Computes the preview, in up to half a second. */
  MovePreview(ContractSession session, KeyspaceChange change) {
    this.session = session;
    this.change = change;
    Keyspace from = Keyspace.of(change.before().operators().slots());
    Keyspace to = Keyspace.of(change.after().operators().slots());
    before = from.shardCounts();
    after = to.shardCounts();
    pulls = new MigrationPlan(from, to).pullCounts();
  }

  private static int sum(Map<Integer, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int moving() {
    return pulls.values().stream().mapToInt(MovePreview::sum).sum();
  }

  private SortedMap<Integer, Integer> pullsOf(int slot) {
    return pulls.getOrDefault(slot, new TreeMap<>());
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("copies of shards that move: " + moving() + " of " + sum(after));
    for (int slot : change.everyone().slots()) {
      lines.add(session.names().of(slot));
      lines.add("\tshards: " + held(before, slot) + " -> " + held(after, slot));
      pullsOf(slot)
          .forEach((source, count) ->
              lines.add("\tpulls: " + count + " from " + session.names().of(source)));
    }
    return String.join("\n", lines);
  }

  private static int held(Map<Integer, Integer> counts, int slot) {
    return counts.getOrDefault(slot, 0);
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("moving_shards", moving());
    object.put("operators", change.everyone().slots().stream().map(this::json).toList());
    return object;
  }

  private Map<String, Object> json(int slot) {
    Map<String, Object> object = new LinkedHashMap<>(session.names().json(slot));
    object.put("shards_before", held(before, slot));
    object.put("shards_after", held(after, slot));
    List<Map<String, Object>> sources = new ArrayList<>();
    pullsOf(slot)
        .forEach((source, count) -> {
          Map<String, Object> pull = new LinkedHashMap<>(session.names().json(source));
          pull.put("shards", count);
          sources.add(pull);
        });
    object.put("pulls", sources);
    return object;
  }
}
