package network.wcn.app.base.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import network.wcn.app.base.metrics.PrometheusMetrics;

/**
 * What every server answers over HTTP.
 *
 * @see "operations.md A6"
 */
public final class HealthRoutes {
  private HealthRoutes() {}

  /**
   * Returns {@code /}, {@code /ping}, {@code /metrics}, {@code /health/live} and {@code
   * /health/ready}.
   *
   * @param isResponsive whether the threads that serve calls still make progress
   */
  public static Map<String, Supplier<HttpReply>> of(
      PrometheusMetrics metrics, Readiness readiness, BooleanSupplier isResponsive) {
    Map<String, Supplier<HttpReply>> routes = new LinkedHashMap<>();
    routes.put("/", () -> HttpReply.text(200, "Ok"));
    routes.put("/ping", () -> HttpReply.text(200, "pong"));
    routes.put("/metrics", () -> HttpReply.text(200, metrics.text()));
    routes.put("/health/live", () -> live(isResponsive.getAsBoolean()));
    routes.put("/health/ready", readiness::reply);
    return routes;
  }

  private static HttpReply live(boolean isLive) {
    return HttpReply.json(isLive ? 200 : 503, "{\"live\":" + isLive + "}");
  }
}
