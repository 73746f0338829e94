package network.wcn.app.db.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.Workshop;
import network.wcn.app.db.shell.DatabaseCommand;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.PeerId;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The admin port over real HTTP, in front of a real RocksDB. */
class BackupApiIT {
  private static final String PASSWORD = "a long enough password";
  private static final String WITH_PASSWORD = "{\"password\": \"" + PASSWORD + "\"}";
  private static final String NOT_SET = "(not set)";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory; // set by JUnit

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;
  private final Readiness readiness = new Readiness();
  private final Lifecycle lifecycle = new Lifecycle(readiness, ticker);
  private int port;

  private record Answer(int status, JsonNode body) {
    String code() {
      return body.path("code").asText();
    }

    JsonNode data() {
      return body.path("data");
    }
  }

  private Workshop start(String... pairs) throws IOException {
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
    port = administration.port().orElseThrow();
    return shop;
  }

  @AfterEach
  void stop() {
    lifecycle.shutDown();
  }

  private Answer get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private Answer post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private Answer send(HttpRequest request) throws Exception {
    // Every request comes a minute after the one before, but where the test says otherwise.
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    return sendAtOnce(request);
  }

  private Answer sendAtOnce(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    String body = response.body();
    boolean isJson = body.startsWith("{");
    return new Answer(
        response.statusCode(), JSON.readTree(isJson ? body : "\"" + body.strip() + "\""));
  }

  private static String restoring(String path) {
    return "{\"password\": \"" + PASSWORD + "\", \"dump_path\": \"" + path + "\"}";
  }

  @Test
  void roundTrip() throws Exception {
    Workshop shop = start();
    shop.fill(500, "old", 1);
    Answer made = post("/pg_dump/v1/", WITH_PASSWORD);
    assertEquals(200, made.status());
    assertTrue(made.body().path("success").asBoolean());
    String path = made.data().path("dumpPath").asText();
    assertTrue(Files.isRegularFile(Path.of(path)));
    assertEquals(Files.size(Path.of(path)), made.data().path("dumpSize").asLong());
    assertTrue(made.data().path("dumpDuration").isNumber());

    JsonNode row = get("/pg_dump/v1/").data().get(0);
    assertEquals(made.data().path("dumpId"), row.path("dump_id"));
    assertEquals("COMPLETED", row.path("status").asText());
    assertEquals(path, row.path("dump_path").asText());
    assertEquals(made.data().path("dumpSize"), row.path("meta").path("dump_size"));
    assertEquals("2025-09-18T12:00:00Z", row.path("created_at").asText());

    shop.fill(500, "new", 2);
    Answer restored = post("/pg_dump/v1/restore", restoring(path));
    assertEquals(200, restored.status(), restored.toString());
    assertEquals(path, restored.data().path("dump_path").asText());
    assertEquals("old", shop.valueOf(7));
    assertEquals(1, get("/db_dump/v1?days=1").data().size());
  }

  /** Sends what curl sends, to the byte, and returns the answer's body. */
  private String curl(String method, String path, String data) throws IOException {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    String content =
        data.isEmpty()
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + data.length() + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost:"
              + port
              + "\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\nConnection: close\r\n";
      socket
          .getOutputStream()
          .write((head + content + "\r\n" + data).getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  /** Features 003-029, 003-031 and 003-032. */
  @Test
  void theThreeCurlLinesOfTheManualWork() throws Exception {
    Workshop shop = start();
    shop.fill(10, "old", 1);
    JsonNode made = JSON.readTree(curl("POST", "/pg_dump/v1/", WITH_PASSWORD));
    assertEquals(List.of("success", "data"), names(made));
    assertEquals(
        List.of("dumpId", "dumpPath", "dumpSize", "dumpDuration"), names(made.path("data")));
    String path = made.path("data").path("dumpPath").asText();
    JsonNode list = JSON.readTree(curl("GET", "/pg_dump/v1/", ""));
    assertEquals(
        List.of("dump_id", "status", "dump_path", "meta", "created_at", "updated_at"),
        names(list.path("data").get(0)));
    shop.fill(10, "new", 2);
    String restored = curl("POST", "/pg_dump/v1/restore", restoring(path));
    assertEquals("{\"success\":true,\"data\":{\"dump_path\":\"" + path + "\"}}", restored);
    assertEquals("old", shop.valueOf(7));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A verb of the shell, in a process that is not the server as far as it can tell. */
  private int verb(StringWriter out, String... words) throws IOException {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    Path file = directory.resolve("password");
    Files.writeString(file, PASSWORD);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--dir",
            directory.resolve("rocksdb").toString(),
            "--dump-dir",
            directory.resolve("dumps").toString(),
            "--secret-file",
            directory.resolve("secret").toString(),
            "--admin-port",
            Integer.toString(port),
            "--password-file",
            file.toString(),
            "--json"));
    return new CommandLine(new DatabaseCommand())
        .setOut(new PrintWriter(out, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void verbsReachAHeldDatabaseThroughTheAdminPort() throws Exception {
    Workshop shop = start();
    shop.fill(10, "old", 1);
    StringWriter out = new StringWriter();
    assertEquals(0, verb(out, "backup", "now"), out::toString);
    String path = JSON.readTree(out.toString()).path("dumpPath").asText();
    shop.fill(10, "new", 2);
    assertEquals(0, verb(out, "compact"), out::toString);
    assertEquals("new", shop.valueOf(7));
    assertEquals(0, verb(out, "backup", "restore", path), out::toString);
    assertEquals("old", shop.valueOf(7));
    assertEquals(1, verb(out, "backup", "restore", "no.dump"));
    try (DumpDirectory.Turn _ = DumpDirectory.open(shop.dumpDirectory).take()) {
      assertEquals(75, verb(out, "backup", "now"));
    }
    assertTrue(out.toString().contains("BACKUP_IN_PROGRESS"), out::toString);
  }

  @Test
  void unauthorized() throws Exception {
    start();
    for (String body :
        new String[] {
          "{}", "{\"password\": \"wrong\"}", "{\"password\": 12}", "{\"password\": null}"
        }) {
      for (String path : new String[] {"/pg_dump/v1/", "/pg_dump/v1/restore", "/storage/v1/gc"}) {
        Answer answer = post(path, body);
        assertEquals(401, answer.status(), path + body);
        assertEquals("UNAUTHORIZED", answer.code());
        assertEquals("Invalid admin password", answer.body().path("msg").asText());
      }
    }
  }

  @Test
  void malformed() throws Exception {
    start();
    assertEquals("INVALID_REQUEST", post("/pg_dump/v1/", "").code());
    assertEquals("INVALID_REQUEST", post("/pg_dump/v1/", "password=x").code());
    assertEquals("INVALID_REQUEST", post("/pg_dump/v1/restore", "[]").code());
    assertEquals(413, post("/pg_dump/v1/", "x".repeat(4097)).status());
    assertEquals(404, post("/pg_dump/v2/", WITH_PASSWORD).status());
    assertEquals(405, get("/pg_dump/v1/restore").status());
    assertEquals(405, post("/ping", "").status());
    for (String days : new String[] {"0", "1001", "-1", "x", ""}) {
      Answer answer = get("/pg_dump/v1/?days=" + days);
      assertEquals(400, answer.status());
      assertEquals("INVALID_DAYS", answer.code());
    }
    assertEquals(200, get("/pg_dump/v1/?days=1000").status());
  }

  @Test
  void traversal() throws Exception {
    start();
    Files.writeString(directory.resolve("outside.dump"), "x");
    assertEquals(
        "INVALID_DUMP_PATH", post("/pg_dump/v1/restore", restoring("../outside.dump")).code());
    assertEquals("INVALID_DUMP_PATH", post("/pg_dump/v1/restore", WITH_PASSWORD).code());
    Answer answer =
        post("/pg_dump/v1/restore", restoring(directory.resolve("outside.dump").toString()));
    assertEquals("INVALID_DUMP_PATH", answer.code());
    assertEquals(400, answer.status());
    assertEquals("DUMP_FILE_NOT_FOUND", post("/pg_dump/v1/restore", restoring("no.dump")).code());
  }

  @Test
  void failuresHaveTheirOldNamesUnderTheOldPrefix() throws Exception {
    Workshop shop = start();
    shop.fill(10, "v", 1);
    String path = post("/db_dump/v1", WITH_PASSWORD).data().path("dumpPath").asText();
    shop.engine.failNextOpening();
    Answer old = post("/pg_dump/v1/restore", restoring(path));
    assertEquals(500, old.status());
    assertEquals("PG_RESTORE_FAILED", old.code());
    shop.engine.failNextOpening();
    assertEquals("RESTORE_FAILED", post("/db_dump/v1/restore", restoring(path)).code());
    assertEquals("v", shop.valueOf(3));
    shop.store.close();
    assertEquals("DUMP_FAILED", post("/db_dump/v1/", WITH_PASSWORD).code());
    assertEquals("PG_DUMP_FAILED", post("/pg_dump/v1/", WITH_PASSWORD).code());
    assertFalse(get("/status").body().path("is_db_connected").asBoolean());
  }

  @Test
  void concurrent() throws Exception {
    Workshop shop = start();
    try (DumpDirectory.Turn _ = DumpDirectory.open(shop.dumpDirectory).take()) {
      Answer answer = post("/pg_dump/v1/", WITH_PASSWORD);
      assertEquals(409, answer.status());
      assertEquals("BACKUP_IN_PROGRESS", answer.code());
    }
    assertEquals(200, post("/pg_dump/v1/", WITH_PASSWORD).status());
  }

  @Test
  void rateLimit() throws Exception {
    start();
    HttpRequest change =
        HttpRequest.newBuilder(uri("/pg_dump/v1/"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    for (int i = 0; i < 5; i++) {
      assertEquals(401, sendAtOnce(change).status());
    }
    Answer refused = sendAtOnce(change);
    assertEquals(429, refused.status());
    assertEquals("RATE_LIMIT_EXCEEDED", refused.code());
    assertEquals(
        "Too many requests, please try again after 60 seconds",
        refused.body().path("msg").asText());
    HttpRequest ping = HttpRequest.newBuilder(uri("/ping")).build();
    for (int i = 6; i < 100; i++) {
      assertEquals(200, sendAtOnce(ping).status());
    }
    assertEquals(429, sendAtOnce(ping).status());
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertEquals(200, sendAtOnce(ping).status());
    assertEquals(401, sendAtOnce(change).status());
  }

  @Test
  void withoutAPasswordThereAreNoDumpRoutes() throws Exception {
    start("ADMIN_PASSWORD", NOT_SET);
    assertEquals(404, get("/pg_dump/v1").status());
    assertEquals(404, post("/pg_dump/v1", WITH_PASSWORD).status());
    assertEquals(404, post("/db_dump/v1/restore", restoring("x.dump")).status());
    assertEquals(404, post("/storage/v1/gc", WITH_PASSWORD).status());
    assertEquals(200, get("/health/ready").status());
  }

  @Test
  void theListCanAskForThePassword() throws Exception {
    start("ADMIN_LIST_REQUIRES_PASSWORD", "true");
    assertEquals(401, get("/pg_dump/v1/").status());
    assertEquals(401, get("/pg_dump/v1/", "X-Admin-Password", "wrong").status());
    assertEquals(200, get("/pg_dump/v1/", "X-Admin-Password", PASSWORD).status());
  }

  @Test
  void garbageIsCollected() throws Exception {
    Workshop shop = start();
    shop.fill(100, "v", 1);
    Answer answer = post("/storage/v1/gc", WITH_PASSWORD);
    assertEquals(200, answer.status());
    assertEquals(0, answer.data().path("removed").asLong());
    assertTrue(answer.data().path("bytesBefore").asLong() > 0);
    assertTrue(answer.data().path("bytesAfter").asLong() > 0);
    assertTrue(answer.data().has("durationMs"));
  }

  @Test
  void healthAndStatus() throws Exception {
    start();
    assertEquals("Ok", get("/").body().asText());
    assertEquals("pong", get("/ping").body().asText());
    assertEquals(200, get("/health/live").status());
    assertEquals(200, get("/health/ready").status());
    JsonNode status = get("/status").body();
    assertTrue(status.path("is_db_connected").asBoolean());
    assertTrue(status.path("latest_backup_time").isNull());
    assertEquals("serving", status.path("state").asText());
    assertTrue(status.path("peer_id").asText().startsWith("12D3KooW"));
    assertEquals("2025-09-18T12:00:00Z", status.path("launch_time").asText());
    post("/pg_dump/v1", WITH_PASSWORD);
    assertEquals("2025-09-18T12:00:00Z", get("/status").body().path("latest_backup_time").asText());
  }
}
