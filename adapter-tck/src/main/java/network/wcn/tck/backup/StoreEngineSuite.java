package network.wcn.tck.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine's openings, copies and examinations must do.
 *
 * <p>An engine's suite has a constructor without parameters, so that another process can make it,
 * and its directories say of themselves what {@link network.wcn.port.storage.engine.StoreDirectory}
 * says.
 */
public abstract class StoreEngineSuite {
  private static final Namespace NAMESPACE =
      Namespace.parse("0x00000000000000000000000000000000000000a1/3");
  private static final long NOW = 1_760_000_000;
  private static final Expiration LATER = new Expiration(NOW + 86_400);

  @TempDir Path directory; // set by JUnit

  private final StoreEngine engine;

  /**
   * Makes the suite of an engine.
   *
   * @param engine with any clock that shows 9 October 2025 or a day around it
   */
  protected StoreEngineSuite(StoreEngine engine) {
    this.engine = engine;
  }

  private static Merge merge(int number, String value) {
    RecordVersion version = new RecordVersion((NOW * 1_000_000) + number);
    Bytes key = Bytes.utf8("key" + number % 1000);
    RecordKey place =
        number % 3 == 0
            ? new RecordKey.Field(NAMESPACE, key, Bytes.utf8("field" + number))
            : new RecordKey.Single(NAMESPACE, key);
    return new Merge(
        place,
        number % 7 == 0
            ? StoredRecord.tombstone(version)
            : StoredRecord.value(Bytes.utf8(value), LATER, version));
  }

  private static void fill(CopyableStore store, int from, int to) {
    List<Merge> merges = new ArrayList<>();
    for (int number = from; number < to; number++) {
      merges.add(merge(number, "value" + number));
    }
    store.apply(merges);
  }

  private static List<ExportedRecord> all(ExportCursor cursor) {
    List<ExportedRecord> all = new ArrayList<>();
    try (cursor) {
      for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
        all.add(next.get());
      }
    }
    return all;
  }

  private static List<ExportedRecord> all(CopyableStore store) {
    return all(store.export(PositionRange.ALL));
  }

  @Test
  void aCopyHoldsEverythingAndIsADatabaseOfItsOwn() {
    Path copy = directory.resolve("copy");
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      fill(store, 0, 2000);
      List<ExportedRecord> before = all(store);
      store.copyTo(copy);
      fill(store, 2000, 2500);
      List<ExportedRecord> after = all(store);
      assertEquals(before, all(engine.examine(copy)));
      try (CopyableStore copied = engine.open(copy)) {
        assertEquals(before, all(copied));
        fill(copied, 3000, 3100);
      }
      assertEquals(after, all(store));
    }
  }

  @Test
  void aCopyOfAnEmptyStoreIsEmpty() {
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      store.copyTo(directory.resolve("copy"));
    }
    assertEquals(List.of(), all(engine.examine(directory.resolve("copy"))));
  }

  @Test
  void aCopySeesBatchesWhole() throws InterruptedException {
    AtomicBoolean isOver = new AtomicBoolean();
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int round = 0; !isOver.get(); round++) {
                  store.apply(List.of(pair(0, round), pair(1, round), pair(2, round)));
                }
              });
      for (int number = 0; number < 5; number++) {
        store.copyTo(directory.resolve("copy" + number));
      }
      isOver.set(true);
      writer.join();
    }
    for (int number = 0; number < 5; number++) {
      List<StoredRecord> rows =
          all(engine.examine(directory.resolve("copy" + number))).stream()
              .map(ExportedRecord::record)
              .distinct()
              .toList();
      assertTrue(rows.size() <= 1, "copy " + number + " holds a part of a batch: " + rows);
    }
  }

  private static Merge pair(int number, int round) {
    return new Merge(
        new RecordKey.Single(NAMESPACE, Bytes.utf8("key" + number)),
        StoredRecord.value(
            Bytes.utf8("round" + round), LATER, new RecordVersion(NOW * 1_000_000 + round)));
  }

  @Test
  void aCopyNeverOverwrites() throws IOException {
    Path taken = Files.createDirectory(directory.resolve("taken"));
    Files.writeString(taken.resolve("precious"), "mine");
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      assertThrows(StoreFault.class, () -> store.copyTo(taken));
    }
    assertEquals("mine", Files.readString(taken.resolve("precious")));
  }

  @Test
  void aCopyThatFailsLeavesNothing() {
    Path nowhere = directory.resolve("missing").resolve("copy");
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      assertThrows(StoreFault.class, () -> store.copyTo(nowhere));
      assertFalse(Files.exists(nowhere));
      fill(store, 0, 10);
    }
  }

  private StoreFault.Kind refused(Path place) {
    return assertThrows(StoreFault.class, () -> engine.open(place).close()).kind();
  }

  @Test
  void aForeignDirectoryIsRefusedAndLeftAlone() throws IOException {
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("letter"), "dear reader");
    assertEquals(StoreFault.Kind.FOREIGN, refused(foreign));
    assertEquals(List.of("letter 11"), files(foreign));
  }

  @Test
  void aNewerFormatAndThatOfAnotherEngineAreRefused() throws IOException {
    Path place = directory.resolve("store");
    engine.open(place).close();
    Path format = place.resolve("FORMAT");
    String own = Files.readString(format);
    String newer = own.replaceAll("[0-9]+(?=\\s*$)", "" + (engine.formatVersion() + 1));
    for (String other : List.of(newer, "another 1\n", "")) {
      Files.writeString(format, other);
      assertEquals(StoreFault.Kind.FOREIGN, refused(place), other);
    }
    Files.writeString(format, own);
    engine.open(place).close();
  }

  @Test
  void aSecondProcessIsRefused() throws IOException, InterruptedException {
    Path place = directory.resolve("store");
    try (CopyableStore store = engine.open(place)) {
      fill(store, 0, 10);
      assertEquals("LOCKED", OpenElsewhere.run(getClass(), place));
      assertEquals(10, all(store).size());
    }
    assertEquals("OPENED", OpenElsewhere.run(getClass(), place));
  }

  StoreEngine engine() {
    return engine;
  }

  @Test
  void anExaminationChangesNothing() throws IOException {
    Path place = directory.resolve("store");
    List<ExportedRecord> before;
    try (CopyableStore store = engine.open(place)) {
      fill(store, 0, 100);
      before = all(store);
      assertEquals(before, all(engine.examine(place)));
    }
    List<String> files = files(place);
    assertEquals(before, all(engine.examine(place)));
    assertEquals(files, files(place));
  }

  private static List<String> files(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> place.relativize(file) + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }

  @Test
  void whatIsNoDatabaseIsNotExamined() throws IOException {
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("letter"), "dear reader");
    StoreFault fault = assertThrows(StoreFault.class, () -> engine.examine(foreign));
    assertEquals(StoreFault.Kind.FOREIGN, fault.kind());
    fault = assertThrows(StoreFault.class, () -> engine.examine(directory.resolve("absent")));
    assertEquals(StoreFault.Kind.FOREIGN, fault.kind());
  }

  @Test
  void anExaminationEndsOnceAndClosesTwice() {
    try (CopyableStore store = engine.open(directory.resolve("store"))) {
      fill(store, 1, 2);
    }
    ExportCursor cursor = engine.examine(directory.resolve("store"));
    assertTrue(cursor.next().isPresent());
    assertEquals(Optional.empty(), cursor.next());
    cursor.close();
    cursor.close();
    assertThrows(StoreFault.class, cursor::next);
  }

  @Test
  void theEngineHasANameAndAFormat() {
    assertTrue(engine.name().matches("[a-z0-9-]+"), engine.name());
    assertTrue(engine.formatVersion() > 0);
  }
}
