package network.wcn.adapter.quic.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.rpc.LinkFault;
import network.wcn.port.rpc.LinkTarget;

/**
 * The series of a transport. Each is looked up once and then kept, so that a call costs no lookup.
 *
 * @see "protocol/surface.md section 4"
 */
final class TransportMetrics {
  private final Metrics metrics;
  private final PeerLabels peerLabels;
  private final Map<List<String>, CallSeries> calls = new ConcurrentHashMap<>();
  private final Map<List<String>, LongAdder> links = new ConcurrentHashMap<>();

  TransportMetrics(Metrics metrics, PeerLabels peerLabels) {
    this.metrics = metrics;
    this.peerLabels = peerLabels;
  }

  /** Returns the series of each method of {@code api}, by its number. */
  CallSeries[] inboundCalls(String serverName, String address, Api api) {
    return series("wcn_rpc_server_inbound_rpc", List.of("server_name", serverName), address, api);
  }

  CallSeries[] outboundCalls(LinkTarget target) {
    return series("wcn_rpc_client_outbound_rpc", List.of(), address(target), target.api());
  }

  void inboundError(String kind, String serverName, String address, Api api, RpcMethod method) {
    List<String> labels = labels("kind", kind, "server_name", serverName);
    addAddress(labels, address);
    labels.addAll(List.of("api", api.wireName(), "rpc", method.name()));
    count("wcn_rpc_server_inbound_rpc_errors", labels);
  }

  void outboundError(LinkFault.Kind kind, LinkTarget target, RpcMethod method) {
    List<String> labels = labels("kind", kind.metricName());
    addAddress(labels, address(target));
    labels.addAll(List.of("api", target.api().wireName(), "rpc", method.name()));
    count("wcn_rpc_client_outbound_rpc_errors", labels);
  }

  void connectionError(LinkFault.Kind kind, LinkTarget target) {
    List<String> labels = labels();
    addAddress(labels, address(target));
    if (peerLabels == PeerLabels.SHOWN) {
      labels.addAll(List.of("remote_peer_id", target.peer().toString()));
    }
    labels.addAll(List.of("kind", kind.metricName()));
    count("wcn_rpc_client_connection_errors", labels);
  }

  /** Counts a link, open or not; call {@code decrement} once it is closed. */
  LongAdder links(LinkTarget target) {
    List<String> labels = labels();
    addAddress(labels, address(target));
    labels.addAll(List.of("api", target.api().wireName()));
    return links.computeIfAbsent(
        labels,
        key -> {
          LongAdder count = new LongAdder();
          metrics.gauge(
              "wcn_rpc_client_outbound_connections", count::sum, key.toArray(String[]::new));
          return count;
        });
  }

  void connectionDropped(String reason, String serverName) {
    count(
        "wcn_rpc_quic_server_connections_dropped",
        List.of("reason", reason, "server_name", serverName));
  }

  Metrics.Counter callsDropped(String serverName) {
    return metrics.counter("wcn_rpc_server_rpcs_dropped", "server_name", serverName);
  }

  /** Counts answers that found too many bytes waiting before them. */
  Metrics.Counter answersDropped(String serverName) {
    return metrics.counter("wcn_rpc_server_answers_dropped", "server_name", serverName);
  }

  /** Counts how often requests of a connection were left unread because its answers pile up. */
  Metrics.Counter pauses(String serverName) {
    return metrics.counter("wcn_rpc_server_reading_pauses", "server_name", serverName);
  }

  void unsent(UnsentAnswers all) {
    metrics.gauge("wcn_rpc_server_unsent_answer_bytes", () -> (double) all.bytes());
  }

  void permits(String serverName, java.util.function.DoubleSupplier available) {
    metrics.gauge("wcn_rpc_server_available_rpc_permits", available, "server_name", serverName);
  }

  private CallSeries[] series(String name, List<String> first, String address, Api api) {
    return api.methods().stream()
        .map(method -> {
          List<String> labels = new ArrayList<>(first);
          addAddress(labels, address);
          labels.addAll(List.of("api", api.wireName(), "rpc", method.name()));
          List<String> key = new ArrayList<>(labels);
          key.add(name);
          return calls.computeIfAbsent(key, _ -> new CallSeries(metrics, name, labels));
        })
        .toArray(CallSeries[]::new);
  }

  private void count(String name, List<String> labels) {
    metrics.counter(name, labels.toArray(String[]::new)).increment();
  }

  private void addAddress(List<String> labels, String address) {
    if (peerLabels == PeerLabels.SHOWN) {
      labels.add("remote_addr");
      labels.add(address);
    }
  }

  private static String address(LinkTarget target) {
    return target.address().getAddress().getHostAddress() + ":" + target.address().getPort();
  }

  private static List<String> labels(String... pairs) {
    return new ArrayList<>(List.of(pairs));
  }
}
