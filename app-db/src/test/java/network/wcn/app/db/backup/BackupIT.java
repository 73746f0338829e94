package network.wcn.app.db.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.app.base.metrics.PrometheusMetrics;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;
import network.wcn.domain.ops.GcPolicy;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.time.Ticker;
import org.junit.jupiter.api.Test;

/** Backups of a real RocksDB: what they hold, when they are made, what is left of failed ones. */
class BackupIT extends BackupFixture {
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
  void roundTripOnLmdb() throws IOException {
    try (Workshop shop =
        new Workshop(directory, clock -> new LmdbStoreEngine(LmdbSettings.DEFAULT, clock))) {
      Backups backups = shop.backups();
      shop.fill(3000, "old", 1);
      assertTrue(shop.store.copyBytes() > 3000 * 3, "bytes of " + shop.store.copyBytes());
      List<ExportedRecord> before = all(shop);
      DumpRow row = backups.backUp(shop.store, Progress.none());
      assertEquals(before.size(), backups.verify(nameOf(row), Progress.none()).counts().all());

      shop.fill(4000, "new", 2);
      backups.restore(Optional.of(shop.store), nameOf(row), Progress.none());
      assertEquals(before, all(shop));
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
  void aBackupForWhoseCopyThereIsNoSpaceIsNotBegun() throws IOException {
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups();
      shop.engine.claimCopyBytes(1L << 60);
      shop.store.reopen(Duration.ofSeconds(10));
      assertProblem(DumpProblem.DUMP_FAILED, () -> backups.backUp(shop.store, Progress.none()));
      DumpRow row = backups.list(OptionalInt.empty()).getFirst();
      assertTrue(row.meta().error().orElseThrow().contains("1152921504606846976"), row.toString());
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
  void anOldDumpThatIsGoneCountsAsDeletedAndOneThatCannotBeRemovedIsTold() throws IOException {
    PrometheusMetrics metrics = new PrometheusMetrics(Ticker.system());
    try (Workshop shop = new Workshop(directory)) {
      Backups backups = shop.backups(metrics);
      DumpRow gone = backups.backUp(shop.store, Progress.none());
      shop.clockSeconds.addAndGet(1);
      DumpRow stays = backups.backUp(shop.store, Progress.none());
      Files.delete(backups.pathOf(gone));
      Files.delete(backups.pathOf(stays));
      Files.createDirectories(backups.pathOf(stays).resolve("not empty"));

      shop.clockSeconds.addAndGet(Duration.ofDays(8).toSeconds());
      backups.backUp(shop.store, Progress.none());

      List<DumpStatus> statuses =
          backups.list(OptionalInt.empty()).reversed().stream().map(DumpRow::status).toList();
      assertEquals(
          List.of(DumpStatus.DELETED, DumpStatus.COMPLETED, DumpStatus.COMPLETED), statuses);
      assertTrue(metrics.text().contains("wcn_db_backup_deleted_total 1"));
      assertTrue(metrics.text().contains("wcn_db_backup_delete_failures_total 1"));
    }
  }

  @Test
  void longWorkThatNobodyWatchesIsToldInTheLogEveryTenSeconds() {
    AtomicLong seconds = new AtomicLong();
    ProgressLog progress = new ProgressLog("Working", () -> seconds.get() * 1_000_000_000);
    for (int second = 0; second < 35; second++) {
      seconds.set(second);
      progress.moved(1_000, 40_000);
      progress.moved(1_000, 40_000);
    }
    assertEquals(3, progress.lines());
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
