package network.wcn.domain.api;

/** The call of the metrics API. */
public final class MetricsMethod {
  public static final RpcMethod GET_METRICS = RpcMethod.unary(0, "GetMetrics");

  private MetricsMethod() {}
}
