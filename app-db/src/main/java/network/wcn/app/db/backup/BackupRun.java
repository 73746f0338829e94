package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import network.wcn.app.base.lifecycle.BuildVersion;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpWriter;
import network.wcn.app.db.dump.FileTree;
import network.wcn.app.db.dump.Progress;
import network.wcn.app.db.dump.RecordCounts;
import network.wcn.app.db.dump.Throttle;
import network.wcn.domain.ops.BackupPolicy;
import network.wcn.domain.ops.DumpMeta;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one dump: copies the database within its own directory, reads every record of the copy (so
 * that damage is found now, not when the dump is needed), writes the dump beside its later name,
 * and gives it that name.
 */
final class BackupRun {
  private static final Logger log = LoggerFactory.getLogger(BackupRun.class);
  private static final String COPY = "backup-copy";

  private final StoreEngine engine;
  private final RestorableStore store;
  private final Path database;
  private final DumpDirectory dumps;
  private final BackupSettings settings;
  private final Ticker ticker;
  private final Supplier<Instant> now;

  BackupRun(
      StoreEngine engine,
      RestorableStore store,
      Path database,
      DumpDirectory dumps,
      BackupSettings settings,
      Ticker ticker,
      Supplier<Instant> now) {
    this.engine = engine;
    this.store = store;
    this.database = database;
    this.dumps = dumps;
    this.settings = settings;
    this.ticker = ticker;
    this.now = now;
  }

  /** Makes the dump; the caller has the turn. */
  DumpRow run(Progress progress) {
    DumpRow row = DumpRow.begun(UUID.randomUUID().toString(), now.get());
    long begun = ticker.nanos();
    long needed = BackupPolicy.neededSpaceBytes(dumps.catalog().rows());
    dumps.catalog().put(row);
    log.atInfo().addKeyValue("dump", row.fileName()).log("Backing up");
    DumpRow completed;
    try {
      checkSpace(needed);
      long size = write(row, progress);
      completed =
          row.become(DumpStatus.COMPLETED, DumpMeta.completed(size, millisSince(begun)), now.get());
      dumps.catalog().put(completed);
    } catch (IOException | RuntimeException failure) {
      throw giveUp(row, begun, failure);
    }
    forgetKept();
    log.atInfo()
        .addKeyValue("dump", row.fileName())
        .addKeyValue("bytes", completed.meta().sizeBytes())
        .addKeyValue("millis", completed.meta().durationMillis())
        .log("Backed up");
    return completed;
  }

  /** Gives back the space of databases that restores replaced; the dump is good without it. */
  private void forgetKept() {
    try {
      StoreSwap.forgetKept(database);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("directory", database)
          .setCause(e)
          .log("What a restore has replaced cannot be removed and is tried again");
    }
  }

  private long millisSince(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun);
  }

  private void checkSpace(long dumpBytes) throws IOException {
    FileStore ofDumps = dumps.fileStore();
    FileStore ofDatabase = Files.getFileStore(database);
    long copyBytes = store.copyBytes();
    if (ofDumps.equals(ofDatabase)) {
      checkSpace(ofDumps, dumpBytes + copyBytes, "a dump and the copy it is made from");
    } else {
      checkSpace(ofDumps, dumpBytes, "a dump");
      checkSpace(ofDatabase, copyBytes, "the copy that a dump is made from");
    }
  }

  private static void checkSpace(FileStore disk, long needed, String what) throws IOException {
    long free = disk.getUsableSpace();
    if (free < needed) {
      throw new DumpFault(
          DumpProblem.DUMP_FAILED,
          "%s need %d free bytes on %s, there are %d".formatted(what, needed, disk, free));
    }
  }

  private long write(DumpRow row, Progress progress) throws IOException {
    Path copy = database.resolve(COPY);
    Path partial = dumps.partialOf(row);
    Throttle throttle = new Throttle(settings.bytesPerSecond(), ticker);
    FileTree.remove(copy);
    try {
      store.copyTo(copy);
      DumpWriter.Origin origin =
          new DumpWriter.Origin(
              engine.name(),
              engine.formatVersion(),
              row.createdAt(),
              BuildVersion.current().text(),
              RecordCounts.of(engine.examine(copy), throttle));
      new DumpWriter(settings.secret(), throttle, progress).write(copy, origin, partial);
      long size = Files.size(partial);
      Files.move(partial, dumps.pathOf(row), StandardCopyOption.ATOMIC_MOVE);
      dumps.sync();
      return size;
    } finally {
      FileTree.remove(copy);
      Files.deleteIfExists(partial);
    }
  }

  private DumpFault giveUp(DumpRow row, long begun, Exception failure) {
    String reason = String.valueOf(failure.getMessage());
    dumps
        .catalog()
        .put(row.become(DumpStatus.FAILED, DumpMeta.failed(reason, millisSince(begun)), now.get()));
    log.atError().addKeyValue("dump", row.fileName()).setCause(failure).log("A backup failed");
    return switch (failure) {
      case DumpFault fault -> fault;
      case StoreFault fault ->
          new DumpFault(DumpProblem.DUMP_FAILED, "the database cannot be copied: " + reason, fault);
      default -> new DumpFault(DumpProblem.DUMP_FAILED, "the dump failed: " + reason, failure);
    };
  }

  /** Removes the dumps whose time is over. */
  Removal removeOutdated() {
    int removed = 0;
    int failed = 0;
    for (DumpRow row : settings.policy().outdated(dumps.catalog().rows(), now.get())) {
      try {
        Files.deleteIfExists(dumps.pathOf(row));
        dumps.catalog().put(row.become(DumpStatus.DELETED, row.meta(), now.get()));
        removed++;
      } catch (IOException e) {
        failed++;
        log.atError()
            .addKeyValue("dump", row.fileName())
            .setCause(e)
            .log("An old dump cannot be removed and is tried again after the next backup");
      }
    }
    return new Removal(removed, failed);
  }

  /** How many dumps are gone, and how many should be. */
  record Removal(int removed, int failed) {}
}
