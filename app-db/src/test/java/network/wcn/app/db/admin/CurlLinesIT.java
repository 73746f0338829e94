package network.wcn.app.db.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.wcn.app.db.backup.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The lines with curl of the README, run by a shell as they stand there but for port, password and
 * path. Features 003-029, 003-031 and 003-032.
 */
class CurlLinesIT extends AdminPortFixture {
  private static final Path MANUAL = Path.of("README.md");

  @BeforeEach
  void isThereCurl() throws Exception {
    assumeTrue(shell("command -v curl").startsWith("/"), "curl is not installed");
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(MANUAL).stream().filter(line -> line.startsWith("curl ")).toList();
  }

  private static String shell(String line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", line).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), line);
    return said;
  }

  private JsonNode data(String line, String dumpPath) throws Exception {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    String filled =
        line.replace("localhost:4201", "localhost:" + port())
            .replace("\"dump_path\": \"...\"", "\"dump_path\": \"" + dumpPath + "\"")
            .replace("\"password\": \"...\"", "\"password\": \"" + PASSWORD + "\"");
    JsonNode answer = JSON.readTree(shell(filled));
    assertTrue(answer.path("success").asBoolean(), () -> filled + " -> " + answer);
    return answer.path("data");
  }

  @Test
  void aDumpIsMadeListedAndRestoredAndGarbageCollected() throws Exception {
    Workshop shop = start();
    shop.fill(10, "old", 1);
    List<String> lines = lines();
    assertEquals(4, lines.size(), lines::toString);

    String path = data(lines.get(0), "").path("dumpPath").asText();
    assertTrue(Files.isRegularFile(Path.of(path)), path);
    assertEquals(path, data(lines.get(1), "").get(0).path("dump_path").asText());
    shop.fill(10, "new", 2);
    assertEquals(path, data(lines.get(2), path).path("dump_path").asText());
    assertEquals("old", shop.valueOf(7));
    assertTrue(data(lines.get(3), "").path("bytesAfter").asLong() > 0);
  }
}
