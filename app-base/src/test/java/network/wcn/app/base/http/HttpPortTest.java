package network.wcn.app.base.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPortTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
  private final Readiness readiness = new Readiness();
  private final AtomicBoolean isResponsive = new AtomicBoolean(true);
  private HttpPort http;

  @BeforeEach
  void open() throws IOException {
    Map<String, Supplier<HttpReply>> routes =
        HealthRoutes.of(metrics, readiness, isResponsive::get);
    routes.put("/metrics/cluster", () -> HttpReply.chunked("a 1\n"));
    routes.put(
        "/broken",
        () -> {
          throw new IllegalStateException("for this test");
        });
    http = HttpPort.open(0, routes);
  }

  @AfterEach
  void close() {
    http.close();
    client.close();
  }

  private HttpResponse<String> request(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void assertAnswers(int status, String body, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> response = request("GET", path);
    assertEquals(body, response.body());
    assertEquals(status, response.statusCode());
  }

  @Test
  void theProcessSaysThatItRuns() throws Exception {
    assertAnswers(200, "Ok", "/");
    assertAnswers(200, "pong", "/ping");
  }

  @Test
  void metricsArePlainText() throws Exception {
    metrics.counter("calls").add(3);

    HttpResponse<String> response = request("GET", "/metrics");

    assertEquals("# TYPE calls counter\ncalls 3\n\n", response.body());
    assertEquals(
        Optional.of("text/plain; charset=utf-8"), response.headers().firstValue("content-type"));
  }

  @Test
  void clusterMetricsComeInChunksWithoutAType() throws Exception {
    HttpResponse<String> response = request("GET", "/metrics/cluster");

    assertEquals("a 1\n", response.body());
    assertEquals(Optional.empty(), response.headers().firstValue("content-type"));
    assertEquals(Optional.of("chunked"), response.headers().firstValue("transfer-encoding"));
  }

  @Test
  void aServerThatIsNotReadySaysWhy() throws Exception {
    assertAnswers(503, "{\"ready\":false,\"reasons\":[\"starting\"]}", "/health/ready");

    readiness.set(Unready.STARTING, false);
    assertAnswers(200, "{\"ready\":true,\"reasons\":[]}", "/health/ready");

    readiness.set(Unready.DRAINING, true);
    readiness.set(Unready.ISOLATED, true);
    assertAnswers(
        503, "{\"ready\":false,\"reasons\":[\"draining\",\"isolated\"]}", "/health/ready");
  }

  @Test
  void aServerWhoseThreadsStandStillIsNotLive() throws Exception {
    assertAnswers(200, "{\"live\":true}", "/health/live");

    isResponsive.set(false);

    assertAnswers(503, "{\"live\":false}", "/health/live");
  }

  @Test
  void unknownPathsAreNotFound() throws Exception {
    assertAnswers(404, "", "/metrics/");
    assertAnswers(404, "", "/Health/live");
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    assertEquals(405, request("POST", "/metrics").statusCode());
    assertEquals(405, request("DELETE", "/").statusCode());
  }

  @Test
  void aBrokenRouteAnswers500AndTheOthersGoOn() throws Exception {
    assertAnswers(500, "", "/broken");
    assertAnswers(200, "pong", "/ping");
  }

  @Test
  void aPortThatIsTakenIsAnError() {
    assertThrows(IOException.class, () -> HttpPort.open(http.port(), Map.of()));
  }
}
