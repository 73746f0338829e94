package network.wcn.app.db.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.http.HealthRoutes;
import network.wcn.app.base.http.HttpReply;
import network.wcn.app.base.http.Readiness;
import network.wcn.app.base.lifecycle.Lifecycle;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.db.backup.Workshop;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The admin port over real HTTP, in front of a real RocksDB, and who asks it. */
abstract class AdminPortFixture {
  static final String PASSWORD = "a long enough password";
  static final String WITH_PASSWORD = "{\"password\": \"" + PASSWORD + "\"}";
  static final String NOT_SET = "(not set)";
  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory; // set by JUnit

  private final HttpClient client = HttpClient.newHttpClient();
  final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;
  private final Readiness readiness = new Readiness();
  private final Lifecycle lifecycle = new Lifecycle(readiness, ticker);
  private int boundPort;

  record Answer(int status, JsonNode body) {
    String code() {
      return body.path("code").asText();
    }

    JsonNode data() {
      return body.path("data");
    }
  }

  final Workshop start(String... pairs) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ADMIN_PASSWORD", PASSWORD);
    variables.put("ADMIN_SERVER_PORT", "0");
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    variables.values().remove(NOT_SET);
    Workshop shop =
        new Workshop(
            directory,
            variables.entrySet().stream()
                .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new));
    lifecycle.onClose("store", shop);
    Environment environment = shop.environment();
    OperationSettings settings = environment.finish(OperationSettings.from(environment));
    PrometheusMetrics metrics = new PrometheusMetrics(ticker);
    Map<String, Supplier<HttpReply>> health = HealthRoutes.of(metrics, readiness, () -> true);
    Administration administration =
        new Administration(
            settings,
            shop.engine,
            shop.store,
            shop.database,
            PeerId.ofEd25519(Bytes.wrap(new byte[32])),
            readiness,
            metrics,
            () -> Workshop.NOON * 1_000_000,
            ticker);
    administration.startWithoutChores(lifecycle, health);
    lifecycle.serving();
    boundPort = administration.port().orElseThrow();
    return shop;
  }

  @AfterEach
  final void stop() {
    lifecycle.shutDown();
  }

  final Answer get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  final Answer post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  final URI uri(String path) {
    return URI.create("http://127.0.0.1:" + boundPort + path);
  }

  final Answer send(HttpRequest request) throws Exception {
    // Every request comes a minute after the one before, but where the test says otherwise.
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    return sendAtOnce(request);
  }

  final Answer sendAtOnce(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    String body = response.body();
    boolean isJson = body.startsWith("{");
    return new Answer(
        response.statusCode(), JSON.readTree(isJson ? body : "\"" + body.strip() + "\""));
  }

  static String restoring(String path) {
    return "{\"password\": \"" + PASSWORD + "\", \"dump_path\": \"" + path + "\"}";
  }

  /** Returns the port that is bound. */
  final int port() {
    return boundPort;
  }
}
