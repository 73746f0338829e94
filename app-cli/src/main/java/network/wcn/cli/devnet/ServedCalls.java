package network.wcn.cli.devnet;

import java.util.Optional;

/**
 * How many calls a server has served since it began, as its metrics tell.
 *
 * @param count calls of clients for a node, of nodes for a database
 * @param seconds how long they took together
 */
record ServedCalls(double count, double seconds) {
  /** Reads the metrics of a server; nothing if it does not answer. */
  static Optional<ServedCalls> of(DevnetFile.NamedServer server) {
    String api = server.name().isDatabase() ? "api=\"Database\"" : "api=\"Coordinator\"";
    return ServerPort.get(server.server().metricsPort(), "/metrics")
        .filter(ServerPort.Reply::isOk)
        .map(reply -> parse(reply.body(), api));
  }

  /** Sums the series of inbound calls that carry {@code label}, in Prometheus text. */
  static ServedCalls parse(String text, String label) {
    double count = 0;
    double seconds = 0;
    for (String line : text.lines().toList()) {
      boolean counts = line.startsWith("future_duration_count{");
      boolean sums = line.startsWith("future_duration_sum{");
      if ((counts || sums)
          && line.contains("future_name=\"wcn_rpc_server_inbound_rpc\"")
          && line.contains(label)) {
        double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        count += counts ? value : 0;
        seconds += sums ? value : 0;
      }
    }
    return new ServedCalls(count, seconds);
  }
}
