package network.wcn.app.base.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class JsonLoggerTest {
  private final List<String> lines = new ArrayList<>();

  private Logger logger(String levels, String name) {
    JsonLogProvider provider = new JsonLogProvider(LogLevels.parse(levels), lines::add);
    return provider.getLoggerFactory().getLogger(name);
  }

  private String onlyLineWithoutTime() {
    assertEquals(1, lines.size());
    String line = lines.getFirst();
    assertTrue(
        line.matches(
            "(?s)\\{\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\",.*"),
        line);
    return line.substring(line.indexOf("\"level\""));
  }

  @Test
  void aRecordIsOneLineWithMessageAndFields() {
    logger("info", "network.wcn.App")
        .atInfo()
        .addKeyValue("port", 3010)
        .addKeyValue("server_name", "primary")
        .log("Serving");

    assertEquals(
        "\"level\":\"INFO\",\"fields\":{\"message\":\"Serving\",\"port\":3010,"
            + "\"server_name\":\"primary\"},\"target\":\"network.wcn.App\"}\n",
        onlyLineWithoutTime());
  }

  @Test
  void aMessageMayHaveArguments() {
    logger("info", "x").warn("{} of {}", 1, 2);

    assertEquals(
        "\"level\":\"WARN\",\"fields\":{\"message\":\"1 of 2\"},\"target\":\"x\"}\n",
        onlyLineWithoutTime());
  }

  @Test
  void controlCharactersCannotForgeALine() {
    logger("info", "x").info("a\n\"b\"\\\u0001");

    assertTrue(onlyLineWithoutTime().contains("\"a\\n\\\"b\\\"\\\\\\u0001\""));
  }

  @Test
  void anErrorCarriesItsStack() {
    logger("info", "x").error("failed", new IllegalStateException("why"));

    String line = onlyLineWithoutTime();
    assertTrue(line.contains("\"error\":\"java.lang.IllegalStateException: why\""), line);
    assertTrue(line.contains("\"stack\":"), line);
    assertEquals(1, line.chars().filter(c -> c == '\n').count());
  }

  @Test
  void lessSevereRecordsAreNotWritten() {
    logger("warn", "x").info("quiet");

    assertTrue(lines.isEmpty());
  }

  @Test
  void theLongestTargetDecides() {
    String levels = "error,network.wcn=info,network.wcn.app=trace";

    assertTrue(logger(levels, "network.wcn.app.Main").isTraceEnabled());
    assertFalse(logger(levels, "network.wcn.application").isDebugEnabled());
    assertTrue(logger(levels, "network.wcn.application").isInfoEnabled());
    assertFalse(logger(levels, "io.netty").isWarnEnabled());
  }

  @Test
  void whatCannotBeReadCountsAsInfo() {
    for (String text : List.of("", "loud", "info,x=loud", "info,")) {
      assertEquals(LogLevels.INFO, LogLevels.parse(text), text);
    }
  }

  @Test
  void theVariableCountsInAnyLetterCase() {
    assertEquals(
        Optional.of(Level.DEBUG),
        LogLevels.fromEnvironment(Map.of("log_level", "debug")).of("anything"));
  }

  @Test
  void offWritesNothing() {
    assertFalse(logger("off", "x").isErrorEnabled());
  }
}
