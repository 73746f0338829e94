package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.ops.BackupPolicy;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/**
 * Everything that can be done with dumps of one database: make, list, verify, restore. One backup
 * or restore runs at a time, among all processes that share the dump directory; who comes second is
 * refused.
 */
public final class Backups {
  private final StoreEngine engine;
  private final Path database;
  private final DumpDirectory dumps;
  private final BackupSettings settings;
  private final BackupMetrics metrics;
  private final WallClock clock;
  private final Ticker ticker;

  /**
   * Makes the backups of a database and tidies up what an earlier process left half done.
   *
   * @param database the store's directory
   * @param dumps where its dumps are
   * @throws DumpFault if the leftovers cannot be removed
   */
  public Backups(
      StoreEngine engine,
      Path database,
      DumpDirectory dumps,
      BackupSettings settings,
      Metrics metrics,
      WallClock clock,
      Ticker ticker) {
    this.engine = engine;
    this.database = database;
    this.dumps = dumps;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    settle();
    this.metrics = new BackupMetrics(metrics, dumps.catalog());
  }

  private void settle() {
    try (DumpDirectory.Turn _ = dumps.take()) {
      dumps.settle(now());
    } catch (DumpFault fault) {
      if (fault.problem() != DumpProblem.BACKUP_IN_PROGRESS) {
        throw fault;
      }
      // Another process is at work: what looks half done may be its.
    }
  }

  Instant now() {
    return Instant.EPOCH.plus(clock.unixMicros(), ChronoUnit.MICROS);
  }

  DumpDirectory dumps() {
    return dumps;
  }

  BackupPolicy policy() {
    return settings.policy();
  }

  /** Returns where the dump of {@code row} is, or was. */
  public Path pathOf(DumpRow row) {
    return dumps.pathOf(row);
  }

  /** Returns a progress that the log tells, for work that nobody watches. */
  public Progress logged(String doing) {
    return new ProgressLog(doing, ticker);
  }

  /**
   * Makes a dump and removes those whose time is over.
   *
   * @param store the open database
   * @return the dump's row, completed
   * @throws DumpFault if it fails, which the catalogue then says, or if another one runs
   */
  public DumpRow backUp(RestorableStore store, Progress progress) {
    try (DumpDirectory.Turn _ = dumps.take()) {
      BackupRun run = new BackupRun(engine, store, database, dumps, settings, ticker, this::now);
      DumpRow row;
      try {
        row = run.run(progress);
      } catch (DumpFault fault) {
        metrics.failed();
        throw fault;
      }
      metrics.succeeded(row);
      metrics.removed(run.removeOutdated());
      return row;
    }
  }

  /** Returns all dumps of the last {@code days}, or all of them, the newest first. */
  public List<DumpRow> list(OptionalInt days) {
    Instant since = days.isPresent() ? now().minus(Duration.ofDays(days.getAsInt())) : Instant.MIN;
    return dumps.catalog().rows().stream()
        .filter(row -> !row.createdAt().isBefore(since))
        .sorted(Comparator.comparing(DumpRow::createdAt).reversed())
        .toList();
  }

  /** Returns the newest dump that was completed, whether or not it is still kept. */
  public Optional<DumpRow> lastSuccess() {
    return BackupPolicy.lastSuccess(dumps.catalog().rows());
  }

  /**
   * Restores a dump into a scratch directory, checks every byte and reads every record.
   *
   * @param path as {@link DumpDirectory#resolve} takes it
   * @throws DumpFault if anything is wrong with it
   */
  public DumpManifest verify(Optional<String> path, Progress progress) {
    Path dump = dumps.resolve(path);
    // In one's turn: another process would take the scratch directory for a leftover.
    try (DumpDirectory.Turn _ = dumps.take()) {
      return verify(dump, progress);
    }
  }

  private DumpManifest verify(Path dump, Progress progress) {
    Path scratch = scratch();
    try {
      return unpacking(progress).unpack(dump, scratch.resolve("database"));
    } finally {
      remove(scratch);
    }
  }

  private Path scratch() {
    try {
      return dumps.scratch();
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.RESTORE_FAILED, "no scratch directory can be made: " + e, e);
    }
  }

  private static void remove(Path scratch) {
    try {
      network.wcn.app.db.dump.FileTree.remove(scratch);
    } catch (IOException e) {
      throw new DumpFault(
          DumpProblem.RESTORE_FAILED, "the scratch directory cannot be removed: " + e, e);
    }
  }

  private Unpacking unpacking(Progress progress) {
    return new Unpacking(engine, settings.secrets(), progress);
  }

  /**
   * Puts a dump in the place of the database, which goes on serving in between.
   *
   * @param store the open database, or nothing if no process has it open
   * @param path as {@link DumpDirectory#resolve} takes it
   * @return the dump that is in place now
   * @throws DumpFault if anything is wrong; the database is as it was before then
   */
  public Path restore(Optional<RestorableStore> store, Optional<String> path, Progress progress) {
    Path dump = dumps.resolve(path);
    try (DumpDirectory.Turn _ = dumps.take()) {
      new Restore(database, unpacking(progress), now()).run(dump, store);
      return dump;
    }
  }
}
