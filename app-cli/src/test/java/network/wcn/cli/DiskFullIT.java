package network.wcn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks of databases of both engines are filled three times each while clients write. */
class DiskFullIT {
  @TempDir Path directory;

  /** A disk of the test's own if this machine lets it have one, and once what is always there. */
  @ParameterizedTest
  @CsvSource({"rocksdb,auto", "lmdb,auto", "rocksdb,reserved"})
  void aFullDiskCostsNothingButTheWritesThatAreRefused(String engine, String disk)
      throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status =
        Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(
                "crash-test",
                "--json",
                "--fault=disk-full",
                "--engine=" + engine,
                "--disk=" + disk,
                "--clients=16",
                "--seed=7",
                "--dir=" + directory.resolve("test"));

    System.out.print("DiskFullIT: " + out);
    assertEquals(0, status, () -> out + "\n" + err);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertEquals(0, report.get("wrong").asInt());
    assertTrue(report.get("notes").size() >= 3, report::toString);
    assertTrue(report.get("acknowledged").asLong() > 1_000, report::toString);
    assertEquals(report.get("acknowledged"), report.get("checked"));
    assertTrue(report.get("refused_while_full").asLong() >= 3 * 128, report::toString);
    assertTrue(report.get("read_while_full").asLong() > 3 * 768, report::toString);
  }
}
