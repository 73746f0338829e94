package network.wcn.app.db.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import org.junit.jupiter.api.io.TempDir;

/** A place to back up in, and what tests of backups ask of it. */
abstract class BackupFixture {
  @TempDir Path directory; // set by JUnit

  static void assertProblem(DumpProblem problem, Runnable call) {
    DumpFault fault = assertThrows(DumpFault.class, call::run);
    assertEquals(problem, fault.problem(), fault.getMessage());
  }

  static Optional<String> nameOf(DumpRow row) {
    return Optional.of(row.fileName());
  }

  static List<ExportedRecord> all(Workshop shop) {
    return Workshop.all(shop.store.export(PositionRange.ALL));
  }

  static Set<String> namesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .collect(Collectors.toSet());
    }
  }
}
