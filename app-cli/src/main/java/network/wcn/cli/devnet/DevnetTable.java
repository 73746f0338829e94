package network.wcn.cli.devnet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.wcn.cli.devnet.DevnetFile.NamedServer;

/** The servers of a network, what they are doing and how fast. */
final class DevnetTable {
  private static final String HEADER =
      String.format(
          "%-10s %-8s %8s  %-9s %12s %12s",
          "operator", "server", "pid", "state", "operations/s", "latency ms");

  private final Devnet devnet;
  private final Map<ServerName, Sample> former = new HashMap<>();

  private record Sample(long atNanos, ServedCalls calls) {}

  /**
   * One server.
   *
   * @param operationsPerSecond since the table was drawn before, or since the server began
   * @param latencyMillis mean of these; 0 if there were none
   */
  record Row(
      String operator,
      ServerName name,
      Optional<Long> pid,
      String state,
      double operationsPerSecond,
      double latencyMillis) {}

  DevnetTable(Devnet devnet) {
    this.devnet = devnet;
  }

  /** Looks at every server. */
  List<Row> rows() {
    DevnetFile file = devnet.registry().read();
    List<Row> rows = new ArrayList<>();
    for (NamedServer server : file.servers()) {
      rows.add(row(file, server));
    }
    rows.sort(java.util.Comparator.comparingInt(row -> row.name().operator()));
    return rows;
  }

  private Row row(DevnetFile file, NamedServer server) {
    String operator = file.operators().get(server.name().operator() - 1).name();
    boolean runs = devnet.isRunning(file, server.name());
    if (!runs) {
      former.remove(server.name());
      return new Row(operator, server.name(), Optional.empty(), "down", 0, 0);
    }
    Optional<ServedCalls> calls = ServedCalls.of(server);
    String state = calls.isEmpty() ? "starting" : Devnet.isReady(server) ? "ready" : "not ready";
    Optional<Long> pid = Optional.of(file.pidOf(server.name()).orElseThrow());
    if (calls.isEmpty()) {
      return new Row(operator, server.name(), pid, state, 0, 0);
    }
    Sample now = new Sample(System.nanoTime(), calls.get());
    Sample before = former.put(server.name(), now);
    if (before == null || before.calls().count() > now.calls().count()) {
      return new Row(operator, server.name(), pid, state, 0, 0);
    }
    double count = now.calls().count() - before.calls().count();
    double elapsed = (now.atNanos() - before.atNanos()) / 1e9;
    double busy = now.calls().seconds() - before.calls().seconds();
    return new Row(
        operator, server.name(), pid, state, count / elapsed, count == 0 ? 0 : busy / count * 1e3);
  }

  /** Returns the rows as lines of text, with a header. */
  static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-10s %-8s %8s  %-9s %12.0f %12.2f",
              row.operator(),
              row.name(),
              row.pid().map(String::valueOf).orElse("-"),
              row.state(),
              row.operationsPerSecond(),
              row.latencyMillis()));
    }
    return lines;
  }

  /** Returns a row as JSON. */
  static Map<String, Object> object(Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("operator", row.operator());
    object.put("server", row.name().toString());
    row.pid().ifPresent(pid -> object.put("pid", pid));
    object.put("state", row.state());
    object.put("operations_per_second", row.operationsPerSecond());
    object.put("latency_millis", row.latencyMillis());
    return object;
  }
}
