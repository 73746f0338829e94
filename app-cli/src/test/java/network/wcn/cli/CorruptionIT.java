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

/** Bits are flipped in the files of databases of both engines. */
class CorruptionIT {
  private static final int FLIPS = 10;

  @TempDir Path directory;

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource
  void noFlippedBitChangesAnAnswer(CrashSettings.Engine engine) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status =
        Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(
                "crash-test",
                "--json",
                "--fault=corruption",
                "--flips=" + FLIPS,
                "--engine=" + engine,
                "--clients=8",
                "--seed=7",
                "--dir=" + directory.resolve("test"));

    System.out.print("CorruptionIT: " + out);
    assertEquals(0, status, () -> out + "\n" + err);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertEquals(0, report.get("wrong").asInt());
    assertEquals(8 * 48 * 3, report.get("acknowledged").asInt());
    int atOpen = report.get("detected_at_open").asInt();
    int atRead = report.get("detected_at_read").asInt();
    assertEquals(FLIPS, atOpen + atRead + report.get("harmless").asInt());
    assertTrue(atOpen > 0, report::toString);
  }
}
