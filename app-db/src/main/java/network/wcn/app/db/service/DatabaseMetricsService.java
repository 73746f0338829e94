package network.wcn.app.db.service;

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
 * The metrics API of a database: its own Prometheus text.
 *
 * @see "protocol/wire.md section 9"
 */
final class DatabaseMetricsService implements RpcService {
  private final AllowedPeers allowed;
  private final PrometheusMetrics metrics;
  private final ReaderThreads threads;

  DatabaseMetricsService(AllowedPeers allowed, PrometheusMetrics metrics, ReaderThreads threads) {
    this.allowed = allowed;
    this.metrics = metrics;
    this.threads = threads;
  }

  @Override
  public Api api() {
    return Api.METRICS;
  }

  @Override
  public Duration timeLimit(RpcMethod method) {
    return Duration.ofSeconds(2);
  }

  @Override
  public Admission admit(PeerId peer, InetAddress address) {
    return allowed.admit(peer);
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
    if (!target.equals(MetricsJson.DATABASE)) {
      String message = "a database has metrics of \"db\" only, not of \"" + target + "\"";
      answer(call, new ApiResult.Err<>(new ApiError(ApiError.NOT_FOUND, Optional.of(message))));
    } else if (!threads.submit(() -> answering(call))) {
      // Gauges ask the engine, so they are read where records are.
      answer(call, new ApiResult.Err<>(ApiError.internal("too many reads wait")));
    }
  }

  private Runnable answering(InboundCall call) {
    String text = metrics.text();
    return () -> answer(call, new ApiResult.Ok<>(text));
  }

  private static void answer(InboundCall call, ApiResult<String> result) {
    call.answer(MetricsJson.encodeResponse(result));
  }
}
