package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An examination sees one state of the database, whoever writes to it meanwhile. */
final class LmdbExaminationTest {
  private static final int RECORDS_BETWEEN_WRITES = 100;
  private static final int GENERATIONS_AT_ONCE = 5;

  @TempDir Path directory;

  private Path place() {
    return directory.resolve("db");
  }

  /** Reads what is left, while {@code meanwhile} comes now and then. */
  private static Set<RecordKey> keysOf(ExportCursor cursor, int generation, Meanwhile meanwhile)
      throws IOException {
    Set<RecordKey> keys = new HashSet<>();
    for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      assertEquals(Generations.record(generation), next.get().record());
      assertTrue(keys.add(next.get().key()));
      if (keys.size() % RECORDS_BETWEEN_WRITES == 1) {
        meanwhile.happens();
      }
    }
    return keys;
  }

  /** What others do. */
  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws IOException;
  }

  @Test
  void itSeesOneStateWhileAnotherProcessWrites() throws IOException {
    try (OtherProcess writer = OtherProcess.start(Generations.Writer.class, place())) {
      assertEquals("wrote 1", writer.hear());
      int[] last = {1};
      try (ExportCursor cursor = Generations.examine(place())) {
        Set<RecordKey> keys =
            keysOf(
                cursor,
                1,
                () -> {
                  last[0] += GENERATIONS_AT_ONCE;
                  assertEquals("wrote " + last[0], writer.ask(Integer.toString(last[0])));
                });
        assertEquals(Generations.RECORDS, keys.size());
      }
      try (ExportCursor cursor = Generations.examine(place())) {
        assertEquals(Generations.RECORDS, keysOf(cursor, last[0], () -> {}).size());
      }
    }
  }

  @Test
  void itSeesOneStateWhileItsOwnProcessWrites() throws IOException {
    try (LmdbRecordStore store = Generations.open(place())) {
      Generations.write(store, 1);
      int[] last = {1};
      try (ExportCursor cursor = Generations.examine(place())) {
        Set<RecordKey> keys =
            keysOf(
                cursor,
                1,
                () -> {
                  last[0]++;
                  Generations.write(store, last[0]);
                });
        assertEquals(Generations.RECORDS, keys.size());
      }
    }
  }

  @Test
  void oneThatDiedKeepsNoPages() throws IOException {
    try (LmdbRecordStore store = Generations.open(place())) {
      Generations.write(store, 1);
      try (OtherProcess reader = OtherProcess.start(Generations.Reader.class, place())) {
        assertEquals("read true", reader.hear());
        Generations.write(store, 2);
      }
      store.purge();
      Generations.write(store, 3);
      double before = Generations.fileBytes(store);
      for (int generation = 4; generation < 20; generation++) {
        Generations.write(store, generation);
      }
      assertTrue(Generations.fileBytes(store) < 1.5 * before);
    }
  }

  @Test
  void theDatabaseIsNotOpenedInTheProcessThatExaminesIt() throws IOException {
    try (LmdbRecordStore store = Generations.open(place())) {
      Generations.write(store, 1);
    }
    try (ExportCursor _ = Generations.examine(place())) {
      StoreFault fault = assertThrows(StoreFault.class, () -> Generations.open(place()).close());
      assertEquals(StoreFault.Kind.LOCKED, fault.kind());
      fault = assertThrows(StoreFault.class, () -> Generations.examine(place()));
      assertEquals(StoreFault.Kind.LOCKED, fault.kind());
    }
    Generations.open(place()).close();
  }

  @Test
  void aCopyThatIsWrittenToByWhoeverOpensItFirstEndsItsExamination() throws IOException {
    Path copy = directory.resolve("copy");
    try (LmdbRecordStore store = Generations.open(place())) {
      Generations.write(store, 1);
      store.copyTo(copy);
    }
    try (ExportCursor cursor = Generations.examine(copy)) {
      assertEquals(Generations.RECORDS, keysOf(cursor, 1, () -> {}).size());
    }
    assertFalse(Files.exists(copy.resolve("db").resolve("lock.mdb")));
    try (ExportCursor cursor = Generations.examine(copy);
        OtherProcess writer = OtherProcess.start(Generations.Writer.class, copy)) {
      assertTrue(cursor.next().isPresent());
      assertEquals("wrote 1", writer.hear());
      assertEquals("wrote 2", writer.ask("2"));
      StoreFault fault = assertThrows(StoreFault.class, () -> keysOf(cursor, 1, () -> {}));
      assertEquals(StoreFault.Kind.IO, fault.kind());
      assertTrue(fault.toString().contains("cannot see"), fault.toString());
    }
  }

  @Test
  void anEmptyLockFileBecomesATableForAllReadersOfAServer() throws IOException {
    try (LmdbRecordStore store = Generations.open(place())) {
      Generations.write(store, 1);
    }
    Path lock = place().resolve("db").resolve("lock.mdb");
    Files.write(lock, new byte[0]);
    try (ExportCursor cursor = Generations.examine(place());
        OtherProcess reader = OtherProcess.start(Generations.Reader.class, place());
        OtherProcess writer = OtherProcess.start(Generations.Writer.class, place())) {
      assertEquals("read true", reader.hear());
      assertEquals("wrote 1", writer.hear());
      assertEquals(Generations.RECORDS, keysOf(cursor, 1, () -> {}).size());
    }
  }

  /** Starts {@code program} as the first process of a PID namespace, as in a container. */
  private OtherProcess startContained(Class<?> program, List<String> namespace) throws IOException {
    List<String> command = new ArrayList<>(namespace);
    command.addAll(OtherProcess.java());
    command.addAll(List.of(program.getName(), place().toString()));
    return OtherProcess.start(command);
  }

  @Test
  void aProcessOfTheSamePidInAnotherContainerIsToldToRunInTheOtherOne() throws IOException {
    List<String> namespace = List.of("unshare", "--pid", "--fork", "--kill-child");
    try (OtherProcess writer = startContained(Generations.Writer.class, namespace)) {
      String said = writer.hear();
      assumeTrue(said.equals("wrote 1"), () -> "no PID namespace can be had here: " + said);
      try (OtherProcess reader = startContained(Generations.Reader.class, namespace)) {
        String fault = String.join("\n", reader.hearAll());
        assertTrue(fault.contains("in the PID namespace of the server (docker exec)"), fault);
      }
    }
  }
}
