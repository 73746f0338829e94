package network.wcn.app.db.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.Workshop;
import org.junit.jupiter.api.Test;

/** What the admin port refuses: the wrong password, path, form and pace. */
class AdminRefusalsIT extends AdminPortFixture {
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
}
