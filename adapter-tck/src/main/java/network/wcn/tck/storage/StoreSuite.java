package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the suites share: a store of the engine under test in a directory of its own. */
abstract class StoreSuite {
  static final MergeResult STORED = MergeResult.Stored.INSTANCE;
  static final MergeResult UNCHANGED = MergeResult.Unchanged.INSTANCE;

  private final StoreFactory factory;
  final SettableClock clock = new SettableClock(Arbitraries.NOW);

  @TempDir Path directory; // set by JUnit, as is the store

  RecordStore store;

  StoreSuite(StoreFactory factory) {
    this.factory = factory;
  }

  @BeforeEach
  final void openStore() {
    store = open("store");
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  RecordStore open(String name) {
    return factory.open(directory.resolve(name), clock);
  }

  void reopen() {
    store.close();
    store = open("store");
  }

  List<MergeResult> apply(RecordKey key, StoredRecord... writes) {
    return store.apply(Arrays.stream(writes).map(write -> new Merge(key, write)).toList());
  }

  /** A field as a visitor saw it. */
  record SeenField(Bytes field, StoredRecord record) {}

  List<SeenField> fields(MapKey map, Optional<Bytes> after, int atMost) {
    List<SeenField> seen = new ArrayList<>();
    store.visitMap(
        map,
        after,
        (field, header, payloadSize, payload) -> {
          StoredRecord row = new StoredRecord(header, payload.get());
          assertEquals(payloadSize, row.payload().size());
          seen.add(new SeenField(field, row));
          return seen.size() < atMost;
        });
    return seen;
  }

  List<SeenField> fields(MapKey map) {
    return fields(map, Optional.empty(), Integer.MAX_VALUE);
  }

  static List<ExportedRecord> export(RecordStore from, PositionRange range) {
    List<ExportedRecord> rows = new ArrayList<>();
    try (ExportCursor cursor = from.export(range)) {
      for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  static void assertFault(StoreFault.Kind kind, Executable call) {
    assertEquals(kind, assertThrows(StoreFault.class, call).kind());
  }
}
