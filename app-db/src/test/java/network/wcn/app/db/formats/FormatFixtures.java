package network.wcn.app.db.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.adapter.rocksdb.RocksSettings;
import network.wcn.adapter.rocksdb.RocksStoreEngine;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.db.backup.BackupSettings;
import network.wcn.app.db.backup.Backups;
import network.wcn.app.db.backup.DumpDirectory;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.backup.StoreListener;
import network.wcn.app.db.backup.Workshop;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.Ticker;

/**
 * Makes the databases and dumps in {@code src/test/resources/formats}, once for each format that is
 * released: {@code ENGINE-FORMAT.zip}, the directory of a database, and {@code ENGINE-FORMAT.dump},
 * its dump, that of RocksDB encrypted.
 *
 * <p>What is there is never made again: it stands for what operators have on their disks. When a
 * format gets a new number, build the tests and run this class with the new files' directory as its
 * only argument; files that exist are left as they are.
 */
public final class FormatFixtures {
  static final String SECRET = "fixture secret";
  static final RecordVersion VERSION = new RecordVersion(Workshop.NOON * 1_000_000);
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 9);
  private static final Expiration TOMORROW = new Expiration(Workshop.NOON + 86_400);

  private FormatFixtures() {}

  /** Makes what is missing in the directory that is named. */
  public static void main(String[] arguments) throws IOException {
    for (StoreEngine engine : engines()) {
      make(engine, Path.of(arguments[0]));
    }
    System.exit(0);
  }

  static List<StoreEngine> engines() {
    RocksSettings rocks =
        RocksSettings.builder(2).blockCacheBytes(16 << 20).writeBufferBytes(1 << 20).build();
    return List.of(
        new RocksStoreEngine(rocks, () -> Workshop.NOON * 1_000_000, Metrics.none()),
        new LmdbStoreEngine(LmdbSettings.DEFAULT, () -> Workshop.NOON * 1_000_000));
  }

  /** Every kind of record: values, empty ones, tombstones, bare expirations, fields. */
  static List<Merge> records() {
    List<Merge> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Bytes name = Bytes.utf8("key" + i);
      StoredRecord record =
          switch (i % 4) {
            case 0 -> StoredRecord.tombstone(VERSION);
            case 1 -> StoredRecord.bareExpiration(TOMORROW, VERSION);
            case 2 -> StoredRecord.value(Bytes.empty(), TOMORROW, VERSION);
            default -> StoredRecord.value(Bytes.utf8("value" + i), TOMORROW, VERSION);
          };
      all.add(new Merge(new RecordKey.Single(NAMESPACE, name), record));
      all.add(new Merge(new RecordKey.Field(NAMESPACE, Bytes.utf8("map"), name), record));
    }
    return all;
  }

  private static void make(StoreEngine engine, Path target) throws IOException {
    String name = engine.name() + "-" + engine.formatVersion();
    Path zip = target.resolve(name + ".zip");
    if (Files.exists(zip)) {
      return;
    }
    Path work = Files.createTempDirectory(target, ".making-");
    Path database = work.resolve("database");
    // Opened twice, so that there is more than one file to be merged.
    List<Merge> records = records();
    try (CopyableStore store = engine.open(database)) {
      store.apply(records.subList(0, records.size() / 2));
    }
    try (RestorableStore store = new RestorableStore(engine, database, StoreListener.NONE)) {
      store.apply(records.subList(records.size() / 2, records.size()));
      backUp(engine, store, database, work, target.resolve(name + ".dump"));
    }
    zip(database, zip);
    network.wcn.app.db.dump.FileTree.remove(work);
  }

  private static void backUp(
      StoreEngine engine, RestorableStore store, Path database, Path work, Path dump)
      throws IOException {
    Path secret = work.resolve("secret");
    Files.writeString(secret, SECRET);
    Environment in =
        new Environment(
            engine.name().equals("rocksdb")
                ? Map.of("ENCRYPTION_SECRET_FILE_PATH", secret.toString())
                : Map.of());
    Backups backups =
        new Backups(
            engine,
            database,
            DumpDirectory.open(work.resolve("dumps")),
            in.finish(BackupSettings.from(in)),
            Metrics.none(),
            () -> Workshop.NOON * 1_000_000,
            Ticker.system());
    Files.move(backups.pathOf(backups.backUp(store, Progress.none())), dump);
  }

  /** Packs a database without RocksDB's own log, which tells of the machine. */
  private static void zip(Path database, Path zip) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(database)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      for (Path file : files) {
        String name = database.relativize(file).toString();
        if (!name.startsWith("db/LOG") && !name.endsWith("LOCK") && !name.endsWith("lock.mdb")) {
          packed.putNextEntry(new ZipEntry(name));
          Files.copy(file, packed);
          packed.closeEntry();
        }
      }
    }
  }

  /** Unpacks the resource {@code name} to {@code database}. */
  static void unpack(String name, Path database) throws IOException {
    try (InputStream in = resource(name);
        ZipInputStream packed = new ZipInputStream(in)) {
      for (Optional<ZipEntry> entry = next(packed); entry.isPresent(); entry = next(packed)) {
        Path file = database.resolve(entry.get().getName());
        Files.createDirectories(file.resolveSibling("."));
        Files.copy(packed, file);
      }
    }
  }

  private static Optional<ZipEntry> next(ZipInputStream packed) throws IOException {
    return Optional.ofNullable(packed.getNextEntry());
  }

  static InputStream resource(String name) throws IOException {
    return Optional.ofNullable(FormatFixtures.class.getResourceAsStream("/formats/" + name))
        .orElseThrow(() -> new IOException("no resource " + name));
  }
}
