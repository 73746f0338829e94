package network.wcn.app.node.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.rpc.Admission;
import network.wcn.port.rpc.InboundCall;
import network.wcn.port.rpc.RpcService;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.json.ApiError;
import network.wcn.wire.json.ApiResult;
import network.wcn.wire.json.MetricsJson;

/**
 * The metrics API of a node, for nodes of the cluster: its own Prometheus text, and that of its
 * database.
 *
 * @see "protocol/wire.md section 9"
 */
final class NodeMetricsService implements RpcService {
  private static final int UNAUTHORIZED = 1;

  private final ViewSource views;
  private final PrometheusMetrics metrics;
  private final MetricsFetcher fetcher;

  NodeMetricsService(ViewSource views, PrometheusMetrics metrics, MetricsFetcher fetcher) {
    this.views = views;
    this.metrics = metrics;
    this.fetcher = fetcher;
  }

  @Override
  public Api api() {
    return Api.METRICS;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return Duration.ofSeconds(5);
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return views.view().isNode(peer)
        ? Admission.Accepted.INSTANCE
        : new Admission.Rejected(UNAUTHORIZED);
  }

  @Override
  public void serve(InboundCall call) {
    String target;
    try {
      target = MetricsJson.decodeRequest(call.request());
    } catch (MalformedMessage _) {
      call.fail();
      return;
    }
    switch (target) {
      case MetricsJson.NODE -> answer(call, new ApiResult.Ok<>(metrics.text()));
      case MetricsJson.DATABASE ->
          Thread.ofVirtual()
              .name("metrics-of-database")
              .start(() -> answer(call, fetcher.fromDatabase(call.deadline())));
      default ->
          answer(
              call,
              new ApiResult.Err<>(
                  new ApiError(
                      ApiError.NOT_FOUND,
                      Optional.of(
                          "there are metrics of \"node\" and \"db\", not of \"" + target + "\""))));
    }
  }

  private static void answer(InboundCall call, ApiResult<String> result) {
    call.answer(MetricsJson.encodeResponse(result));
  }
}
