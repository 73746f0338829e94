package network.wcn.cli.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import network.wcn.cli.contract.ContractSession;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.keyspace.MigrationPlan;

/**
 * What a migration moves, by operator: shards held before and after, and pulled from whom. Where
 * the source's size is known, bytes too: its shards are taken as equally large.
 */
final class MovePreview {
  private final ContractSession session;
  private final KeyspaceChange change;
  private final MetricsOptions stored;
  private final SortedMap<Integer, Integer> before;
  private final SortedMap<Integer, Integer> after;
  private final SortedMap<Integer, SortedMap<Integer, Integer>> pulls;

  /** Computes the preview, in up to half a second. */
  MovePreview(ContractSession session, KeyspaceChange change, MetricsOptions stored) {
    this.session = session;
    this.change = change;
    this.stored = stored;
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

  /** Returns what {@code count} shards of {@code source} weigh, if its size is known. */
  private OptionalLong bytes(int source, int count) {
    OptionalLong size =
        session
            .at(source)
            .map(operator -> stored.storedBytes(operator.id()))
            .orElse(OptionalLong.empty());
    return size.isEmpty()
        ? size
        : OptionalLong.of(Math.round((double) size.getAsLong() * count / held(before, source)));
  }

  /** Returns what an operator pulls altogether, if the sizes of all its sources are known. */
  private OptionalLong bytes(int joiner) {
    if (pullsOf(joiner).isEmpty()) {
      return OptionalLong.empty();
    }
    long sum = 0;
    for (Map.Entry<Integer, Integer> pull : pullsOf(joiner).entrySet()) {
      OptionalLong part = bytes(pull.getKey(), pull.getValue());
      if (part.isEmpty()) {
        return part;
      }
      sum += part.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("copies of shards that move: " + moving() + " of " + sum(after));
    for (int slot : change.everyone().slots()) {
      lines.add(session.names().of(slot));
      lines.add("\tshards: " + held(before, slot) + " -> " + held(after, slot));
      pullsOf(slot)
          .forEach((source, count) ->
              lines.add(
                  "\tpulls: "
                      + count
                      + " from "
                      + session.names().of(source)
                      + inBytes(bytes(source, count))));
      bytes(slot)
          .ifPresent(
              bytes -> lines.add("\tpulls altogether about " + bytes + " bytes" + lasting(bytes)));
    }
    return String.join("\n", lines);
  }

  private static int held(Map<Integer, Integer> counts, int slot) {
    return counts.getOrDefault(slot, 0);
  }

  private static String inBytes(OptionalLong bytes) {
    return bytes.isPresent() ? ", about " + bytes.getAsLong() + " bytes" : "";
  }

  /** Returns how long the network's limit makes that last at least. */
  private String lasting(long bytes) {
    long limit = session.settings().migrationRxBytesPerSecond();
    if (limit == 0) {
      return "";
    }
    Duration least = Duration.ofSeconds(bytes / limit);
    return ", at least "
        + least.toHours()
        + " h "
        + least.toMinutesPart()
        + " min at "
        + limit
        + " bytes per second";
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
          bytes(source, count).ifPresent(bytes -> pull.put("bytes", bytes));
          sources.add(pull);
        });
    object.put("pulls", sources);
    bytes(slot).ifPresent(bytes -> object.put("bytes", bytes));
    return object;
  }
}
