package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.app.base.lifecycle.BuildVersion;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpWriter;
import network.wcn.app.db.dump.FileTree;
import network.wcn.app.db.dump.Progress;
import network.wcn.app.db.dump.RecordCounts;
import network.wcn.app.db.dump.Throttle;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;

/** Proves at start that this process can make a dump here and restore it, on two records. */
public final class SelfTest {
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 0);
  private static final long LIFETIME_SECONDS = 3_600;

  private SelfTest() {}

  /**
   * Makes a database in a scratch directory, dumps it, restores it and compares.
   *
   * @throws DumpFault if the two differ or anything fails
   */
  public static void run(
      StoreEngine engine, DumpDirectory dumps, BackupSettings settings, Instant now) {
    Path scratch = Path.of("");
    try {
      scratch = dumps.scratch();
      try {
        compare(engine, scratch, settings, now);
      } finally {
        FileTree.remove(scratch);
      }
    } catch (IOException | RuntimeException e) {
      throw new DumpFault(
          DumpProblem.DUMP_FAILED, "the self-test of backups failed: " + e.getMessage(), e);
    }
  }

  private static void compare(
      StoreEngine engine, Path scratch, BackupSettings settings, Instant now) throws IOException {
    Path copy = scratch.resolve("copy");
    List<Merge> written = records(now.getEpochSecond());
    try (CopyableStore store = engine.open(scratch.resolve("database"))) {
      store.apply(written);
      store.copyTo(copy);
    }
    Path dump = scratch.resolve("self-test.dump");
    DumpWriter.Origin origin =
        new DumpWriter.Origin(
            engine.name(),
            engine.formatVersion(),
            now,
            BuildVersion.current().text(),
            RecordCounts.of(engine.examine(copy)));
    new DumpWriter(settings.secret(), new Throttle(0, () -> 0), Progress.none())
        .write(copy, origin, dump);
    Path restored = scratch.resolve("restored");
    new Unpacking(engine, settings.secrets(), Progress.none()).unpack(dump, restored);
    List<Merge> found = read(engine.examine(restored));
    if (!found.equals(written)) {
      throw new IllegalStateException("restored " + found + " where " + written + " was written");
    }
    Files.delete(dump);
  }

  private static List<Merge> records(long now) {
    RecordVersion version = new RecordVersion(now * 1_000_000);
    StoredRecord record =
        StoredRecord.value(
            Bytes.utf8("self-test"), new Expiration(now + LIFETIME_SECONDS), version);
    Bytes key = Bytes.utf8("key");
    return List.of(
        new Merge(new RecordKey.Single(NAMESPACE, key), record),
        new Merge(new RecordKey.Field(NAMESPACE, key, Bytes.utf8("field")), record));
  }

  private static List<Merge> read(ExportCursor cursor) {
    List<Merge> all = new ArrayList<>();
    try (cursor) {
      for (Optional<ExportedRecord> next = cursor.next(); next.isPresent(); next = cursor.next()) {
        all.add(new Merge(next.get().key(), next.get().record()));
      }
    }
    return all;
  }
}
