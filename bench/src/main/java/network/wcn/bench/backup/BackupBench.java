package network.wcn.bench.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.db.DatabaseSettings;
import network.wcn.app.db.backup.BackupSettings;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.backup.StoreListener;
import network.wcn.app.db.dump.FileTree;
import network.wcn.app.db.dump.Progress;
import network.wcn.app.db.wiring.StoreEngines;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/**
 * Backs up, verifies and restores a database while it is read and written, and tells what each took
 * and what the readers and writers felt.
 *
 * <p>The load is steady and well below what the engine can do: at full load a figure would show the
 * queue, not the backup.
 *
 * @param directory does not exist; made, and removed at the end
 * @param sizeBytes of the values of all records
 * @param bytesPerSecond limit of the backup, BACKUP_RATE_LIMIT_BYTES_PER_SEC; 0 is none
 * @param alone how long the load is measured without anything beside it
 */
public record BackupBench(Path directory, long sizeBytes, long bytesPerSecond, Duration alone) {
  private static final int RECORDS_PER_FILL = 1_000;

  /**
   * Runs all phases.
   *
   * @param told hears what is being done
   * @throws RuntimeException if an operation of the load or a phase fails
   */
  public List<PhaseFigures> run(Consumer<String> told) throws IOException {
    Files.createDirectory(directory);
    try {
      return measure(told);
    } finally {
      FileTree.remove(directory);
    }
  }

  private List<PhaseFigures> measure(Consumer<String> told) throws IOException {
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "secret of a bench");
    Path database = directory.resolve("rocksdb");
    Environment in =
        new Environment(
            Map.of(
                "ROCKSDB_DIR", database.toString(),
                "DUMP_DIR", directory.resolve("dumps").toString(),
                "BACKUP_RATE_LIMIT_BYTES_PER_SEC", Long.toString(bytesPerSecond),
                "ENCRYPTION_SECRET_FILE_PATH", secret.toString()));
    BackupSettings settings = BackupSettings.from(in);
    StoreEngine engine =
        in.finish(
            StoreEngines.of(
                DatabaseSettings.RocksDb.from(in), false, WallClock.system(), Metrics.none()));
    try (RestorableStore store = new RestorableStore(engine, database, StoreListener.NONE)) {
      Backups backups =
          new Backups(
              engine,
              database,
              DumpDirectory.open(directory.resolve("dumps")),
              settings,
              Metrics.none(),
              WallClock.system(),
              Ticker.system());
      SampleRecords records = SampleRecords.of(sizeBytes);
      told.accept("Storing " + records.count() + " records");
      for (int first = 0; first < records.count(); first += RECORDS_PER_FILL) {
        store.apply(records.batch(first, RECORDS_PER_FILL));
      }
      store.purge();
      return underLoad(store, backups, records, told);
    }
  }

  private List<PhaseFigures> underLoad(
      RestorableStore store, Backups backups, SampleRecords records, Consumer<String> told) {
    List<PhaseFigures> phases = new ArrayList<>();
    try (SteadyLoad load = new SteadyLoad(store, records)) {
      // The first seconds are those of a cold cache and of code that is not compiled yet.
      pause(alone);
      load.since("warm-up", System.nanoTime(), 0);
      told.accept("Measuring the load alone");
      phases.add(
          phase(
              load,
              "load alone",
              () -> {
                pause(alone);
                return 0L;
              }));
      told.accept("Backing up");
      phases.add(
          phase(load, "backup", () -> backups.backUp(store, Progress.none()).meta().sizeBytes()));
      Path dump = backups.pathOf(backups.lastSuccess().orElseThrow());
      long bytes = backups.lastSuccess().orElseThrow().meta().sizeBytes();
      told.accept("Verifying");
      phases.add(
          phase(
              load,
              "verify",
              () -> {
                backups.verify(Optional.of(dump.toString()), Progress.none());
                return bytes;
              }));
      told.accept("Restoring");
      phases.add(
          phase(
              load,
              "restore",
              () -> {
                backups.restore(Optional.of(store), Optional.of(dump.toString()), Progress.none());
                return bytes;
              }));
    }
    return phases;
  }

  private static PhaseFigures phase(SteadyLoad load, String name, Supplier<Long> work) {
    long begun = System.nanoTime();
    long bytes = work.get();
    return load.since(name, begun, bytes);
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
