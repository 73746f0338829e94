package network.wcn.app.db.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;
import network.wcn.domain.ops.GcPolicy;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real RocksDB, and their way back. */
class BackupIT {
  @TempDir Path directory; // set by JUnit

  private static void assertProblem(DumpProblem problem, Runnable call) {
    DumpFault fault = assertThrows(DumpFault.class, call::run);
    assertEquals(problem, fault.problem(), fault.getMessage());
  }

  private static Optional<String> nameOf(DumpRow row) {
    return Optional.of(row.fileName());
  }

  private static List<ExportedRecord> all(Workshop shop) {
    return Workshop.all(shop.store.export(PositionRange.ALL));
  }

  private Set<String> namesIn(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void roundTrip() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.fill(3000, "old", 1);
      List<ExportedRecord> before = all(shop);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      assertEquals(DumpStatus.COMPLETED, row.status());
      assertEquals("wcn_db_2025-09-18T12-00-00-000Z.dump", row.fileName());
      assertEquals(Files.size(backups.pathOf(row)), row.meta().sizeBytes());

      DumpManifest manifest = backups.verify(nameOf(row), Progress.none());
      assertEquals(before.size(), manifest.counts().all());

      shop.fill(4000, "new", 2);
      Path restored = backups.restore(Optional.of(shop.store), nameOf(row), Progress.none());
      assertEquals(backups.pathOf(row), restored);
      assertEquals(before, all(shop));
      assertEquals("old", shop.valueOf(5));

      shop.fill(10, "after", 3);
      assertEquals("after", shop.valueOf(5));
    }
  }

  @Test
  void location() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      DumpRow row = shop.backups().backUp(shop.store, Progress.none());
      assertEquals(Set.of(row.fileName(), "catalog.jsonl"), namesIn(shop.dumpDirectory));
      assertFalse(Files.exists(shop.database.resolve("backup-copy")));
    }
  }

  @Test
  void everyWriteThatWasAcknowledgedBeforeIsInTheDump() throws Exception {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      AtomicInteger acknowledged = new AtomicInteger(-1);
      AtomicBoolean isOver = new AtomicBoolean();
      CountDownLatch begun = new CountDownLatch(200);
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (int number = 0; !isOver.get(); number++) {
                  shop.store.apply(List.of(Workshop.write(number, "v" + number, number)));
                  acknowledged.set(number);
                  begun.countDown();
                }
              });
      begun.await();
      int before = acknowledged.get();
      DumpRow row = backups.backUp(shop.store, Progress.none());
      isOver.set(true);
      writer.join();
      int after = acknowledged.get();

      backups.restore(Optional.of(shop.store), nameOf(row), Progress.none());
      int last = -1;
      for (int number = 0; number <= after; number++) {
        if (!shop.valueOf(number).equals("(nothing)")) {
          last = number;
        }
      }
      assertTrue(last >= before, "acknowledged before " + before + ", last in the dump " + last);
      for (int number = Math.max(0, last - 400); number <= last; number++) {
        assertEquals("v" + number, shop.valueOf(number), "a hole below " + last);
      }
    }
  }

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

  @Test
  void oneBackupRunsAtATime() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      DumpDirectory other = DumpDirectory.open(shop.dumpDirectory);
      try (DumpDirectory.Turn _ = other.take()) {
        assertProblem(
            DumpProblem.BACKUP_IN_PROGRESS, () -> backups.backUp(shop.store, Progress.none()));
      }
      assertEquals(List.of(), backups.list(OptionalInt.empty()));
      backups.backUp(shop.store, Progress.none());
    }
  }

  @Test
  void aBackupThatFailsIsNotedAndLeavesNoFile() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.store.close();
      assertProblem(DumpProblem.DUMP_FAILED, () -> backups.backUp(shop.store, Progress.none()));
      DumpRow row = backups.list(OptionalInt.empty()).getFirst();
      assertEquals(DumpStatus.FAILED, row.status());
      assertTrue(row.meta().error().orElseThrow().contains("closed"), row.toString());
      assertEquals(Set.of("catalog.jsonl"), namesIn(shop.dumpDirectory));
    }
  }

  @Test
  void whatWasInterruptedIsNotedAtTheNextStart() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      DumpDirectory dumps = DumpDirectory.open(shop.dumpDirectory);
      DumpRow row = DumpRow.begun("some-id", shop.backups().now());
      dumps.catalog().put(row);
      Files.writeString(dumps.partialOf(row), "half");
      Files.writeString(
          shop.dumpDirectory.resolve("catalog.jsonl"),
          Files.readString(shop.dumpDirectory.resolve("catalog.jsonl")) + "{\"dump_id\":\"to");
      DumpRow found = shop.backups().list(OptionalInt.empty()).getFirst();
      assertEquals(DumpStatus.FAILED, found.status());
      assertEquals(Optional.of("interrupted"), found.meta().error());
      assertEquals(Set.of("catalog.jsonl"), namesIn(shop.dumpDirectory));
    }
  }

  @Test
  void automatic() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      Housekeeping chores =
          new Housekeeping(
              shop.store,
              Optional.of(backups),
              new GarbageCollection(shop.store, shop.database, Ticker.system()),
              GcPolicy.STANDARD,
              () -> shop.clockSeconds.get() * 1_000_000);
      for (int day = 0; day < 10; day++) {
        chores.work();
        chores.work();
        assertEquals(day + 1, backups.list(OptionalInt.empty()).size(), "on day " + day);
        shop.clockSeconds.addAndGet(Duration.ofDays(1).toSeconds());
      }
      // The last run was on day 9: what is older than day 2 is gone.
      assertEquals(8, DumpDirectory.open(shop.dumpDirectory).completed().size());
      assertEquals(9, namesIn(shop.dumpDirectory).size());
      assertEquals(7, backups.list(OptionalInt.of(7)).size());
    }
  }

  @Test
  void theSelfTestPassesAndLeavesNothing() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      SelfTest.run(shop.engine, backups.dumps(), shop.settings(), backups.now());
      assertEquals(Set.of(), namesIn(shop.dumpDirectory));
      shop.engine.failNextOpening();
      assertProblem(
          DumpProblem.DUMP_FAILED,
          () -> SelfTest.run(shop.engine, backups.dumps(), shop.settings(), backups.now()));
    }
  }

  @Test
  void garbageIsCollectedOnDemand() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      shop.fill(2000, "x".repeat(1000), 1);
      GarbageCollection garbage = new GarbageCollection(shop.store, shop.database, Ticker.system());
      assertEquals(0, garbage.run().orElseThrow().removed());
      shop.clockSeconds.addAndGet(Duration.ofDays(3).toSeconds());
      GarbageCollection.Outcome outcome = garbage.run().orElseThrow();
      assertEquals(2000, outcome.removed());
      assertEquals(List.of(), all(shop));
      assertTrue(outcome.bytesAfter() < outcome.bytesBefore(), outcome.toString());
    }
  }
}
