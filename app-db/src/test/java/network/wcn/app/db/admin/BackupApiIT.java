package network.wcn.app.db.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.Workshop;
import network.wcn.app.db.shell.DatabaseCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the admin port does, as operators ask for it: over HTTP, with curl, with a verb. */
class BackupApiIT extends AdminPortFixture {
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost:"
              + port()
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
            Integer.toString(port()),
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
