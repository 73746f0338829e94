package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.WallClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories the engine takes, and what it says of the others. */
final class StoreDirectoryTest {
  @TempDir Path parent;

  private StoreFault refused(Path directory) {
    return assertThrows(StoreFault.class, () -> open(directory).close());
  }

  private static RocksRecordStore open(Path directory) {
    return RocksRecordStore.open(directory, TestSettings.SMALL, WallClock.system(), Metrics.none());
  }

  private Path made() {
    Path directory = parent.resolve("made");
    open(directory).close();
    return directory;
  }

  @Test
  void aMissingDirectoryIsMadeButNotItsParents() {
    assertTrue(Files.isRegularFile(made().resolve("FORMAT")));
    StoreFault fault = refused(parent.resolve("missing").resolve("directory"));
    assertEquals(StoreFault.Kind.IO, fault.kind());
    assertTrue(fault.toString().contains("missing"), fault.toString());
  }

  @Test
  void anEmptyDirectoryIsTaken() throws IOException {
    Files.createDirectory(parent.resolve("lost+found"));
    open(parent).close();
    open(parent).close();
  }

  @Test
  void aForeignDirectoryIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(parent.resolve("CURRENT"), "MANIFEST-000004\n");
    StoreFault fault = refused(parent);
    assertEquals(StoreFault.Kind.FOREIGN, fault.kind());
    assertTrue(fault.toString().contains("CURRENT"), fault.toString());
    try (Stream<Path> files = Files.list(parent)) {
      assertEquals(List.of(parent.resolve("CURRENT")), files.toList());
    }
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    Path directory = made();
    Files.writeString(directory.resolve("FORMAT"), "wcn-rocksdb 2\n");
    StoreFault fault = refused(directory);
    assertEquals(StoreFault.Kind.FOREIGN, fault.kind());
    assertTrue(fault.toString().contains("format 2"), fault.toString());
  }

  @Test
  void theFormatOfAnotherEngineIsRefused() throws IOException {
    for (String format :
        List.of(
            "",
            "wcn-lmdb 1",
            "wcn-rocksdb",
            "wcn-rocksdb 0",
            "garbage 1 2",
            "wcn-ro\u00e9ksdb 1")) {
      Path directory = Files.createDirectory(parent.resolve("of" + format.hashCode()));
      Files.writeString(directory.resolve("FORMAT"), format);
      assertEquals(StoreFault.Kind.FOREIGN, refused(directory).kind(), format);
    }
  }

  @Test
  void anInterruptedCreationGoesOn() throws IOException {
    Path directory = made();
    Files.move(directory.resolve("FORMAT"), directory.resolve("FORMAT.partial"));
    Files.delete(directory.resolve("CLOCK"));
    Files.delete(directory.resolve("db").resolve("CURRENT"));
    open(directory).close();
    assertTrue(Files.exists(directory.resolve("FORMAT")));
    assertFalse(Files.exists(directory.resolve("FORMAT.partial")));
  }

  @Test
  void aDatabaseThatLostItsFilesIsNotMadeAnew() throws IOException {
    Path directory = made();
    Files.delete(directory.resolve("db").resolve("CURRENT"));
    assertEquals(StoreFault.Kind.CORRUPT, refused(directory).kind());
  }
}
