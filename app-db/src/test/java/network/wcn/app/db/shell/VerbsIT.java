package network.wcn.app.db.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.wcn.app.db.backup.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verbs on a real RocksDB that no server holds, but where a test says otherwise. */
class VerbsIT {
  @TempDir Path directory; // set by JUnit

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--dir", directory.resolve("rocksdb").toString(),
            "--dump-dir", directory.resolve("dumps").toString(),
            "--secret-file", directory.resolve("secret").toString()));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... words) {
    return new CommandLine(new DatabaseCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private void filled(int count, String value, int version) throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(count, value, version);
    }
  }

  private String valueOf(int number) throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      return shop.valueOf(number);
    }
  }

  @Test
  void aDumpIsMadeListedVerifiedAndRestored() throws Exception {
    filled(100, "old", 1);
    assertEquals(ShellStatus.DONE, run("backup", "now", "--json"), err::toString);
    String dump = json().path("dumpPath").asText();
    assertTrue(Files.size(Path.of(dump)) == json().path("dumpSize").asLong());
    filled(100, "new", 2);

    assertEquals(ShellStatus.DONE, run("backup", "list", "--json"));
    assertEquals("COMPLETED", json().path("dumps").get(0).path("status").asText());
    assertEquals(dump, json().path("dumps").get(0).path("dump_path").asText());

    assertEquals(ShellStatus.DONE, run("backup", "verify", dump, "--json"), out::toString);
    assertEquals(50, json().path("singles").asInt());
    assertEquals(50, json().path("fields").asInt());
    assertEquals("new", valueOf(7));

    String name = String.valueOf(Path.of(dump).getFileName());
    assertEquals(ShellStatus.DONE, run("backup", "restore", name), err::toString);
    assertEquals("old", valueOf(7));
  }

  @Test
  void aDumpIsRestoredWhereNoDatabaseIs() throws Exception {
    filled(10, "old", 1);
    run("backup", "now", "--json");
    String dump = json().path("dumpPath").asText();
    Files.move(directory.resolve("rocksdb"), directory.resolve("lost"));
    assertEquals(ShellStatus.DONE, run("backup", "restore", dump), err::toString);
    assertEquals("old", valueOf(7));
  }

  @Test
  void aDamagedDumpIsNotSound() throws Exception {
    filled(10, "v", 1);
    run("backup", "now", "--json");
    Path dump = Path.of(json().path("dumpPath").asText());
    byte[] bytes = Files.readAllBytes(dump);
    bytes[bytes.length / 2] ^= 1;
    Files.write(dump, bytes);
    assertEquals(ShellStatus.FAILED, run("backup", "verify", dump.toString(), "--json"));
    assertEquals("INVALID_DUMP_FILE", json().path("code").asText());
    assertEquals(ShellStatus.FAILED, run("backup", "restore", dump.toString(), "--json"));
    assertEquals("v", valueOf(3));
  }

  @Test
  void recordsAreCountedByNamespace() throws Exception {
    filled(100, "1234567", 3);
    assertEquals(ShellStatus.DONE, run("inspect", "--json"), err::toString);
    JsonNode namespaces = json().path("namespaces");
    assertEquals(1, namespaces.size());
    JsonNode figures = namespaces.iterator().next();
    assertEquals(50, figures.path("singles").asInt());
    assertEquals(50, figures.path("fields").asInt());
    assertEquals(700, figures.path("payload_bytes").asInt());
    assertEquals("2025-09-18T12:00:03Z", figures.path("oldest_version").asText());
    assertEquals("2025-09-18T12:00:03Z", figures.path("newest_version").asText());
    // The test's clock stood still in 2025, the verb's did not.
    assertEquals(100, figures.path("expired").asInt());
    assertTrue(json().path("file_bytes").asLong() > 0);
  }

  @Test
  void whatIsLongDeadIsForgotten() throws Exception {
    filled(100, "v", 1);
    assertEquals(ShellStatus.DONE, run("compact", "--json"), err::toString);
    assertEquals(100, json().path("removed").asInt());
    run("inspect", "--json");
    assertEquals(0, json().path("namespaces").size());
  }

  @Test
  void aHeldDatabaseWhoseServerDoesNotAnswerIsLeftAlone() throws Exception {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(10, "v", 1);
      Path password = directory.resolve("password");
      Files.writeString(password, "a long enough password\n");
      // Nothing can listen on this port: connecting to it fails at once.
      int status =
          run("compact", "--admin-port", "1", "--password-file", password.toString(), "--json");
      assertEquals(ShellStatus.BUSY, status);
      assertTrue(json().path("error").asText().contains("ADMIN_SERVER_PORT"), out::toString);
      assertEquals(ShellStatus.WRONG_SETTINGS, run("compact", "--admin-port", "1"));
      assertEquals(ShellStatus.DONE, run("inspect"));
    }
  }

  @Test
  void aMissingDatabaseIsNotMade() throws Exception {
    Files.writeString(directory.resolve("secret"), "s");
    assertEquals(ShellStatus.FAILED, run("compact"));
    assertTrue(err.toString().contains("--dir"), err::toString);
    assertEquals(ShellStatus.FAILED, run("inspect"));
    assertFalse(Files.exists(directory.resolve("rocksdb")));
  }

  @Test
  void everyVerbHasHelp() {
    for (String[] verb :
        new String[][] {
          {"--help"},
          {"backup", "--help"},
          {"backup", "now", "--help"},
          {"backup", "list", "--help"},
          {"backup", "verify", "--help"},
          {"backup", "restore", "--help"},
          {"compact", "--help"},
          {"inspect", "--help"},
          {"doctor", "--help"}
        }) {
      assertEquals(ShellStatus.DONE, execute(verb), () -> String.join(" ", verb));
    }
    assertEquals(CommandLine.ExitCode.USAGE, execute());
    assertEquals(CommandLine.ExitCode.USAGE, execute("backup"));
    assertEquals(CommandLine.ExitCode.USAGE, execute("vacuum"));
  }

  @Test
  void theDoctorWarnsAndDoesNotBlock() throws Exception {
    assertEquals(ShellStatus.DONE, execute("doctor", "--json"));
    assertTrue(json().path("ok").asBoolean());
    JsonNode java = json().path("findings").get(0);
    assertEquals("Java", java.path("requirement").asText());
    assertEquals("OK", java.path("verdict").asText());
    for (JsonNode finding : json().path("findings")) {
      assertTrue(List.of("OK", "WARN").contains(finding.path("verdict").asText()));
    }
  }

  @Test
  void anEngineThatTheClassPathAddsIsLookedAfterToo() throws Exception {
    String database = directory.resolve("borrowed").toString();
    Map<String, String> variables = Map.of("ROCKSDB_DIR", database, "STORAGE_BACKEND", "borrowed");
    ShellSettings.from(variables).engine().open(Path.of(database)).close();

    assertEquals(ShellStatus.DONE, onBorrowed(database, "inspect"), err::toString);
    assertEquals("borrowed", json().path("engine").asText());
    assertEquals(ShellStatus.DONE, onBorrowed(database, "compact"), err::toString);
    assertEquals(ShellStatus.DONE, onBorrowed(database, "backup", "now"), err::toString);
    String dump = json().path("dumpPath").asText();
    assertEquals(ShellStatus.DONE, onBorrowed(database, "backup", "verify", dump), out::toString);
  }

  private int onBorrowed(String database, String... words) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--dir", database, "--engine", "borrowed", "--json"));
    all.addAll(List.of("--dump-dir", directory.resolve("dumps").toString()));
    return execute(all.toArray(String[]::new));
  }

  @Test
  void anUnknownEngineIsAWrongSetting() throws Exception {
    String problem = "STORAGE_BACKEND: is \"other\"; expected one of rocksdb, lmdb, borrowed";
    assertEquals(ShellStatus.WRONG_SETTINGS, run("inspect", "--engine", "other"));
    assertTrue(err.toString().contains(problem), err::toString);
    assertEquals(ShellStatus.DONE, run("doctor", "--engine", "other"));
    assertTrue(out.toString().contains(problem), out::toString);
  }
}
