package network.wcn.app.db.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.app.db.backup.Workshop;
import network.wcn.app.db.dump.DumpManifest;
import network.wcn.app.db.dump.DumpReader;
import network.wcn.app.db.dump.DumpSecret;
import network.wcn.app.db.dump.Progress;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases and dumps of every released format, as they were made then, still open. */
class ReleasedFormatsIT {
  @TempDir Path directory; // set by JUnit

  private static StoreEngine engineOf(String name) {
    return FormatFixtures.engines().stream()
        .filter(engine -> name.startsWith(engine.name() + "-"))
        .findFirst()
        .orElseThrow();
  }

  private static Set<Merge> all(CopyableStore store) {
    Set<Merge> found = new HashSet<>();
    Workshop.all(store.export(PositionRange.ALL))
        .forEach(each -> found.add(new Merge(each.key(), each.record())));
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb-1", "lmdb-1", "lmdb-2"})
  void aDatabaseIsRead(String name) throws Exception {
    Path database = directory.resolve("database");
    FormatFixtures.unpack(name + ".zip", database);
    checkAndWrite(name, database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb-1", "lmdb-1", "lmdb-2"})
  void aDumpIsRestored(String name) throws Exception {
    Path dump = directory.resolve("dump");
    try (InputStream in = FormatFixtures.resource(name + ".dump")) {
      Files.copy(in, dump);
    }
    Path secret = directory.resolve("secret");
    Files.writeString(secret, FormatFixtures.SECRET);
    Path database = Files.createDirectory(directory.resolve("database"));
    DumpManifest manifest =
        new DumpReader(List.of(DumpSecret.read(secret)), Progress.none()).extract(dump, database);
    assertEquals(name, manifest.engine() + "-" + manifest.engineFormat());
    assertEquals(FormatFixtures.records().size(), manifest.counts().all());
    checkAndWrite(name, database);
  }

  private static void checkAndWrite(String name, Path database) {
    List<Merge> records = FormatFixtures.records();
    try (CopyableStore store = engineOf(name).open(database)) {
      assertEquals(Set.copyOf(records), all(store));
      StoredRecord newer =
          StoredRecord.value(
              Bytes.utf8("newer"),
              new Expiration(Workshop.NOON + 86_400),
              new RecordVersion(FormatFixtures.VERSION.micros() + 1));
      store.apply(List.of(new Merge(records.getFirst().key(), newer)));
      store.purge();
    }
    try (CopyableStore store = engineOf(name).open(database)) {
      Optional<StoredRecord> read = store.read(records.getFirst().key());
      assertEquals("newer", read.orElseThrow().payload().toUtf8());
      assertTrue(all(store).contains(records.getLast()));
    }
  }
}
