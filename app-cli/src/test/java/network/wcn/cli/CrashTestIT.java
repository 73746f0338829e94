package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import network.wcn.bench.crash.CrashSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases of both engines are killed thirty times each while clients write. */
class CrashTestIT {
  private static final int KILLS = 30;

  @TempDir Path directory;

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void everyAcknowledgedWriteSurvivesKills(CrashSettings.Engine engine) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status =
        Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(
                "crash-test",
                "--json",
                "--kills=" + KILLS,
                "--engine=" + engine,
                "--seed=7",
                "--dir=" + directory.resolve("test"));

    System.out.print("CrashTestIT: " + out);
    assertEquals(0, status, () -> out + "\n" + err);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertEquals(KILLS, report.get("kills").asInt());
    assertEquals(0, report.get("lost").asInt());
    assertTrue(report.get("acknowledged").asLong() > 1_000, report::toString);
    assertEquals(report.get("acknowledged"), report.get("checked"));
  }
}
