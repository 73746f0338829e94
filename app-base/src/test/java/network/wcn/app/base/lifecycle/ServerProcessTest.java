package network.wcn.app.base.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.wcn.app.base.environment.ConfigurationProblems;
import network.wcn.app.base.environment.Problem;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int report(RuntimeException failure) {
    return ServerProcess.report(failure, new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aWrongConfigurationIsListedWholeAndExits78() {
    Problem first = new Problem("PORT", "is not set", "a port");
    Problem second = new Problem("DIR", "is set but empty", "a path");

    assertEquals(78, report(new ConfigurationProblems(List.of(first, second))));

    assertEquals(
        List.of(
            "Error: the configuration is wrong:",
            "  PORT: is not set; expected a port",
            "  DIR: is set but empty; expected a path"),
        lines());
  }

  @Test
  void aFailedStartNamesItsCausesAndExits1() {
    IOException cause = new IOException("Address already in use");

    assertEquals(1, report(new StartFailure("Failed to bind metrics server socket", cause)));

    assertEquals(
        List.of(
            "Error: Failed to bind metrics server socket",
            "",
            "Caused by:",
            "    Address already in use"),
        lines());
  }

  @Test
  void theBuildHasAVersion() {
    assertTrue(BuildVersion.current().text().matches("\\d+\\.\\d+\\.\\d+"));
    assertEquals(10_203, new BuildVersion("1.2.3").number());
  }
}
