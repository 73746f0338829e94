package network.wcn.bench.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import network.wcn.bench.BenchJava;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageBenchIT {
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xmx128m");

  @TempDir Path directory; // set by JUnit

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<String> expectedRows() {
    List<String> rows = new ArrayList<>();
    for (int clients : List.of(1, 16, 256)) {
      for (String operation : List.of("read", "durable write", "durable merge")) {
        for (String engine : List.of("rocksdbjni", "ours on RocksDB", "ours on LMDB")) {
          rows.add("| %s | %s | %d |".formatted(engine, operation, clients));
        }
      }
    }
    for (int callers : List.of(100, 400)) {
      for (String remark : List.of("", ", a stream each")) {
        rows.add("| transport alone%s | get | %d |".formatted(remark, callers));
        rows.add("| database%s | get | %d |".formatted(remark, callers));
        rows.add("| transport alone%s | durable set | %d |".formatted(remark, callers));
        rows.add("| transport and RocksDB%s | durable set | %d |".formatted(remark, callers));
        rows.add("| database%s | durable set | %d |".formatted(remark, callers));
      }
      rows.add("| database | page of 100 fields (hscan) | %d |".formatted(callers));
      rows.add("| database | count of 256 fields (hcard) | %d |".formatted(callers));
    }
    rows.add("| database | write_data | 1 |");
    rows.add("| database | read_data | 1 |");
    rows.add("| database to database | read_data to write_data | 1 |");
    return rows;
  }

  @Test
  void aSmallRunMeasuresAndPrintsEveryRowWithoutAnError() throws Exception {
    Path place = directory.resolve("bench");
    StorageReport report =
        new StorageBench(
                new BenchJava(JAVA, classPath()),
                place,
                2_000,
                256,
                Duration.ofMillis(80),
                EnumSet.allOf(StorageBench.Part.class))
            .run(_ -> {});

    String text = report.text();
    List<String> printed = text.lines().filter(line -> line.startsWith("| ")).toList();
    List<String> expected = expectedRows();
    for (String row : expected) {
      assertTrue(printed.stream().anyMatch(line -> line.startsWith(row)), row + " of\n" + text);
    }
    List<Figure> figures = new ArrayList<>(report.engines());
    figures.addAll(report.server());
    figures.addAll(report.transfers());
    assertEquals(expected.size(), figures.size());
    for (Figure figure : figures) {
      assertEquals(0, figure.outcome().errors(), figure.row());
      assertTrue(figure.outcome().perSecond() > 0, figure.row());
    }
    assertFalse(Files.exists(place));
  }
}
