package network.wcn.app.db.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import network.wcn.app.db.backup.RestorableStore.Exchange;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;

/** The way back of backups into a real RocksDB. */
class RestoreIT extends BackupFixture {
  @Test
  void whoeverCallsDuringARestoreIsToldSoAndNothingElse() throws Exception {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.fill(2000, "old", 1);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      shop.fill(2000, "new", 2);

      AtomicBoolean isOver = new AtomicBoolean();
      Set<StoreFault.Kind> faults = ConcurrentHashMap.newKeySet();
      Set<String> seen = ConcurrentHashMap.newKeySet();
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (!isOver.get()) {
                    try {
                      seen.add(shop.valueOf(7));
                    } catch (StoreFault fault) {
                      faults.add(fault.kind());
                    }
                  }
                }));
      }
      for (int round = 0; round < 3; round++) {
        shop.clockSeconds.incrementAndGet();
        backups.restore(Optional.of(shop.store), nameOf(row), Progress.none());
        assertEquals("old", shop.valueOf(7));
      }
      isOver.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertTrue(Set.of(StoreFault.Kind.RESTORING).containsAll(faults), faults.toString());
      assertTrue(Set.of("old", "new").containsAll(seen), seen.toString());
    }
  }

  @Test
  void aRestoreThatCannotBeOpenedIsUndone() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.fill(100, "old", 1);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      shop.fill(100, "new", 2);
      List<ExportedRecord> before = all(shop);
      shop.engine.failNextOpening();
      assertProblem(
          DumpProblem.RESTORE_FAILED,
          () -> backups.restore(Optional.of(shop.store), nameOf(row), Progress.none()));
      assertEquals(before, all(shop));
      shop.fill(10, "newer", 3);
      assertEquals("newer", shop.valueOf(3));
      assertEquals(Set.of("rocksdb", "dumps", "secret"), namesIn(directory));
    }
  }

  @Test
  void nobodyWritesToWhatWasRestoredBeforeItStaysAlsoAfterACrash() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(10, "mine", 1);
      shop.store.copyTo(directory.resolve("other"));
      StoreSwap swap = StoreSwap.of(shop.database, shop.backups().now());
      Files.move(directory.resolve("other"), swap.staged());
      Path mark = directory.resolve("rocksdb.restoring");
      List<String> seen = new ArrayList<>();
      shop.store.exchange(
          new Confirmation(
              swap,
              () -> {
                StoreFault refused =
                    assertThrows(StoreFault.class, () -> shop.fill(1, "too early", 2));
                seen.add(refused.kind() + ", marked: " + Files.exists(mark));
              }),
          Duration.ofSeconds(10));
      assertEquals(List.of("RESTORING, marked: true"), seen);
      assertFalse(Files.exists(mark));
    }
  }

  @Test
  void aRestoreThatCannotBeConfirmedIsUndone() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      StoreSwap swap = stagedOld(shop);
      Exchange failing =
          new Confirmation(
              swap,
              () -> {
                throw new UncheckedIOException(new IOException("the disk fails"));
              });
      assertThrows(
          UncheckedIOException.class, () -> shop.store.exchange(failing, Duration.ofSeconds(10)));
      assertEquals("new", shop.valueOf(3));
      assertEquals(Set.of("rocksdb", "secret", "dumps"), namesIn(directory));
    }
  }

  /** An exchange that does something before it is confirmed. */
  private record Confirmation(StoreSwap swap, Runnable before) implements Exchange {
    @Override
    public void forward() {
      swap.forward();
    }

    @Override
    public void back() {
      swap.back();
    }

    @Override
    public void confirm() {
      before.run();
      swap.confirm();
    }
  }

  @Test
  void aConfirmationThatFailsAfterTheMarkIsGoneIsUndone() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      StoreSwap swap = stagedOld(shop);
      Exchange failing =
          new Confirmation(
              swap,
              () -> {
                swap.confirm();
                throw new UncheckedIOException(new IOException("the disk fails"));
              });
      assertThrows(
          UncheckedIOException.class, () -> shop.store.exchange(failing, Duration.ofSeconds(10)));
      assertEquals("new", shop.valueOf(3));
      assertEquals(Set.of("rocksdb", "secret", "dumps"), namesIn(directory));
    }
  }

  private StoreSwap stagedOld(Workshop shop) throws IOException {
    shop.fill(10, "old", 1);
    shop.store.copyTo(directory.resolve("other"));
    shop.fill(10, "new", 2);
    StoreSwap swap = StoreSwap.of(shop.database, shop.backups().now());
    Files.move(directory.resolve("other"), swap.staged());
    return swap;
  }

  @Test
  void whatCannotBeUndoneYetIsNotOpenedAndUndoneBeforeItIs() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      StoreSwap swap = stagedOld(shop);
      AtomicBoolean diskFails = new AtomicBoolean(true);
      Exchange failing =
          new Exchange() {
            @Override
            public void forward() {
              swap.forward();
            }

            @Override
            public void confirm() {
              throw new UncheckedIOException(new IOException("the disk fails"));
            }

            @Override
            public void back() {
              if (diskFails.get()) {
                throw new UncheckedIOException(new IOException("the disk still fails"));
              }
              swap.back();
            }
          };
      assertThrows(
          UncheckedIOException.class, () -> shop.store.exchange(failing, Duration.ofSeconds(10)));
      assertFalse(shop.store.isOpen());
      StoreFault still =
          assertThrows(StoreFault.class, () -> shop.store.reopen(Duration.ofSeconds(10)));
      assertEquals(StoreFault.Kind.IO, still.kind());
      assertFalse(shop.store.isOpen());

      diskFails.set(false);
      shop.store.reopen(Duration.ofSeconds(10));
      assertEquals("new", shop.valueOf(3));
    }
  }

  @Test
  void aRestoreThatDiedHalfWayIsUndoneWhateverTheDatabaseIsCalled() throws IOException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "no such file names here");
    Path database = directory.resolve("daten-\u00fc");
    Path other = directory.resolve("other");
    StoreEngine engine;
    try (Workshop shop = new Workshop(directory)) {
      engine = shop.engine;
      shop.fill(10, "mine", 1);
      shop.store.copyTo(other);
    }
    Files.move(directory.resolve("rocksdb"), database);
    StoreSwap swap = StoreSwap.of(database, Instant.EPOCH);
    Files.move(other, swap.staged());
    swap.forward();
    try (RestorableStore store = new RestorableStore(engine, database, StoreListener.NONE)) {
      assertEquals("mine", payload(store));
    }
    assertEquals(Set.of("daten-\u00fc", "secret"), namesIn(directory));
  }

  private static String payload(RestorableStore store) {
    return store.read(Workshop.key(3)).orElseThrow().payload().toUtf8();
  }

  @Test
  void aMarkThatWasCutMeansThatNothingWasRenamed() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(10, "mine", 1);
    }
    Path mark = directory.resolve("rocksdb.restoring");
    for (String text :
        List.of("", "rocksdb.pre", "\0\0\0", "../dumps", "rocksdb.pre-restore-/..")) {
      Files.writeString(mark, text);
      try (Workshop shop = new Workshop(directory)) {
        assertEquals("mine", shop.valueOf(3), text);
      }
      assertFalse(Files.exists(mark));
    }
    Files.writeString(mark, "");
    Files.move(directory.resolve("rocksdb"), directory.resolve("somewhere"));
    StoreFault unclear = assertThrows(StoreFault.class, () -> new Workshop(directory));
    assertTrue(String.valueOf(unclear.getMessage()).contains("rocksdb.restoring"));
  }

  @Test
  void noEmptyDatabaseIsMadeBesideOneThatWasKept() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(10, "mine", 1);
    }
    Path kept = directory.resolve("rocksdb.pre-restore-2025-09-18T12-00-00Z");
    Files.move(directory.resolve("rocksdb"), kept);
    StoreFault refused = assertThrows(StoreFault.class, () -> new Workshop(directory));
    assertTrue(String.valueOf(refused.getMessage()).contains("rename " + kept));
    Files.move(kept, directory.resolve("rocksdb"));
    try (Workshop shop = new Workshop(directory)) {
      assertEquals("mine", shop.valueOf(3));
    }
  }

  @Test
  void aDatabaseThatIsOpenIsNotReplacedWithoutIt() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.fill(10, "mine", 1);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      assertProblem(
          DumpProblem.RESTORE_FAILED,
          () -> backups.restore(Optional.empty(), nameOf(row), Progress.none()));
      shop.fill(10, "later", 2);
      assertEquals("later", shop.valueOf(3));
    }
  }

  @Test
  void whatAnotherProcessIsRestoringIsNotTakenForALeftover() throws IOException {
    Path database = directory.resolve("rocksdb");
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(10, "mine", 1);
      shop.store.copyTo(directory.resolve("other"));
    }
    StoreSwap swap = StoreSwap.of(database, Instant.EPOCH);
    Files.move(directory.resolve("other"), swap.staged());
    try (ProcessLock _ = swap.alone()) {
      assertLocked();
      swap.forward();
      assertLocked();
      swap.back();
    }
    try (Workshop shop = new Workshop(directory)) {
      assertEquals("mine", shop.valueOf(3));
    }
  }

  private void assertLocked() {
    StoreFault fault = assertThrows(StoreFault.class, () -> new Workshop(directory));
    assertEquals(StoreFault.Kind.LOCKED, fault.kind());
    assertTrue(String.valueOf(fault.getMessage()).contains("another process restores"));
  }

  @Test
  void whatWasThereBeforeARestoreIsKeptUntilTheNextBackup() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.fill(10, "old", 1);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      shop.fill(10, "new", 2);
      backups.restore(Optional.of(shop.store), nameOf(row), Progress.none());
      Path kept = directory.resolve("rocksdb.pre-restore-2025-09-18T12-00-00Z");
      assertEquals(10, Workshop.all(shop.engine.examine(kept)).size());
      shop.clockSeconds.incrementAndGet();
      backups.backUp(shop.store, Progress.none());
      assertFalse(Files.exists(kept));
    }
  }

  @Test
  void aRestoreThatDiedHalfWayIsUndoneAtTheNextStart() throws IOException {
    List<ExportedRecord> before;
    Backups backups;
    try (Workshop shop = new Workshop(directory)) {
      backups = shop.backups();
      shop.fill(10, "mine", 1);
      before = all(shop);
      shop.store.copyTo(directory.resolve("other"));
    }
    Path database = directory.resolve("rocksdb");
    StoreSwap swap = StoreSwap.of(database, backups.now());
    Files.move(directory.resolve("other"), swap.staged());
    swap.forward();
    assertFalse(Files.exists(swap.staged()));
    try (Workshop shop = new Workshop(directory)) {
      assertEquals(before, all(shop));
    }
    assertEquals(Set.of("rocksdb", "dumps", "secret"), namesIn(directory));

    // The process may also die between the two renames.
    Files.writeString(directory.resolve("rocksdb.restoring"), "rocksdb.pre-restore-x");
    Files.move(database, directory.resolve("rocksdb.pre-restore-x"));
    try (Workshop shop = new Workshop(directory)) {
      assertEquals(before, all(shop));
    }
  }

  @Test
  void aDatabaseThatIsGoneIsRestoredWithoutAServer() throws IOException {
    DumpRow row;
    List<ExportedRecord> before;
    Backups backups;
    try (Workshop shop = new Workshop(directory)) {
      backups = shop.backups();
      shop.fill(50, "precious", 1);
      before = all(shop);
      row = backups.backUp(shop.store, Progress.none());
    }
    network.wcn.app.db.dump.FileTree.remove(directory.resolve("rocksdb"));
    backups.restore(Optional.empty(), nameOf(row), Progress.none());
    try (Workshop shop = new Workshop(directory)) {
      assertEquals(before, all(shop));
    }
  }

  @Test
  void aDumpOfAnotherSecretOrWithAChangedByteIsRefused() throws IOException {
    DumpRow row;
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(100, "v", 1);
      row = shop.backups().backUp(shop.store, Progress.none());
      Path dump = shop.dumpDirectory.resolve(row.fileName());
      byte[] whole = Files.readAllBytes(dump);
      byte[] changed = whole.clone();
      changed[changed.length / 2] ^= 1;
      Files.write(dump, changed);
      Backups backups = shop.backups();
      assertProblem(
          DumpProblem.INVALID_DUMP_FILE, () -> backups.verify(nameOf(row), Progress.none()));
      assertProblem(
          DumpProblem.INVALID_DUMP_FILE,
          () -> backups.restore(Optional.of(shop.store), nameOf(row), Progress.none()));
      assertEquals("v", shop.valueOf(3));
      Files.write(dump, whole);
    }
    Path other = directory.resolve("other-secret");
    Files.writeString(other, "something else");
    try (Workshop shop = new Workshop(directory, "ENCRYPTION_SECRET_FILE_PATH", other.toString())) {
      Files.writeString(other, "something else");
      assertProblem(
          DumpProblem.INVALID_DUMP_FILE, () -> shop.backups().verify(nameOf(row), Progress.none()));
    }
    String old = directory.resolve("secret").toString();
    try (Workshop shop =
        new Workshop(
            directory,
            "ENCRYPTION_SECRET_FILE_PATH",
            other.toString(),
            "ENCRYPTION_SECRET_FILE_PATH_OLD",
            old)) {
      assertEquals(100, shop.backups().verify(nameOf(row), Progress.none()).counts().all());
    }
  }

  @Test
  void onlyCompletedDumpsInsideOfTheDirectoryAreRestored() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      DumpRow row = backups.backUp(shop.store, Progress.none());
      Path dump = backups.pathOf(row);
      Path outside = directory.resolve("outside.dump");
      Files.copy(dump, outside);
      Files.copy(dump, shop.dumpDirectory.resolve("uploaded.dump"));
      Files.createSymbolicLink(shop.dumpDirectory.resolve("link.dump"), outside);
      Files.createDirectory(shop.dumpDirectory.resolve("folder.dump"));
      Optional<RestorableStore> store = Optional.of(shop.store);
      for (String path :
          List.of(
              "",
              "a\0b",
              outside.toString(),
              "../outside.dump",
              "link.dump",
              "uploaded.dump",
              "catalog.jsonl")) {
        assertProblem(
            DumpProblem.INVALID_DUMP_PATH,
            () -> backups.restore(store, Optional.of(path), Progress.none()));
      }
      assertProblem(
          DumpProblem.INVALID_DUMP_PATH,
          () -> backups.restore(store, Optional.empty(), Progress.none()));
      assertProblem(
          DumpProblem.DUMP_FILE_NOT_FOUND,
          () -> backups.restore(store, Optional.of("absent.dump"), Progress.none()));
      assertProblem(
          DumpProblem.INVALID_DUMP_FILE,
          () -> backups.restore(store, Optional.of("folder.dump"), Progress.none()));
      backups.restore(store, Optional.of(dump.toString()), Progress.none());
    }
  }
}
