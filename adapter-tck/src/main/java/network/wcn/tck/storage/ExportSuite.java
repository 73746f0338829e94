package network.wcn.tck.storage;

import static network.wcn.tck.storage.Arbitraries.map;
import static network.wcn.tck.storage.Arbitraries.namespace;
import static network.wcn.tck.storage.Arbitraries.single;
import static network.wcn.tck.storage.Arbitraries.tombstone;
import static network.wcn.tck.storage.Arbitraries.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.keyspace.KeyPosition;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;

/** How an engine hands out key ranges, and takes in what another handed out. */
public abstract class ExportSuite extends StoreSuite {
  protected ExportSuite(StoreFactory factory) {
    super(factory);
  }

  private static ExportedRecord row(RecordKey key, StoredRecord record) {
    return new ExportedRecord(key, record);
  }

  /** Records of all kinds under single keys and fields of two namespaces, in the export's order. */
  private static List<ExportedRecord> rowsInOrder() {
    List<ExportedRecord> singles = new ArrayList<>();
    List<ExportedRecord> fields = new ArrayList<>();
    List<StoredRecord> records = Arbitraries.conflicts();
    for (int i = 0; i < 60; i++) {
      Bytes key = Bytes.utf8("key" + i / 2);
      StoredRecord record = records.get(i % records.size());
      singles.add(row(new RecordKey.Single(namespace(i % 2), key), record));
      for (int size : new int[] {0, 1, 127, 128, 129, 256}) {
        Bytes field = Bytes.wrap(new byte[size]);
        fields.add(row(new RecordKey.Field(namespace(i % 2), key, field), record));
      }
    }
    Comparator<ExportedRecord> order = Comparator.comparing(row -> StoredPlace.of(row.key()));
    singles.sort(order);
    fields.sort(order);
    singles.addAll(fields);
    return singles;
  }

  private static void importInto(RecordStore store, List<ExportedRecord> rows) {
    store.apply(rows.stream().map(row -> new Merge(row.key(), row.record())).toList());
  }

  @Test
  void everythingIsExportedInOrderSingleRecordsFirst() {
    List<ExportedRecord> rows = rowsInOrder();
    importInto(store, rows.reversed());
    assertEquals(rows, export(store, PositionRange.ALL));
  }

  @Test
  void bothEndsOfARangeBelongToIt() {
    List<ExportedRecord> rows = rowsInOrder();
    importInto(store, rows);
    List<Long> positions = rows.stream().map(ExportSuite::position).sorted().toList();
    for (long first : positions.subList(0, 40)) {
      for (long last : positions.subList(positions.size() - 40, positions.size())) {
        if (Long.compareUnsigned(first, last) <= 0) {
          assertRange(rows, new PositionRange(first, last));
        }
      }
    }
    for (long position : positions) {
      assertRange(rows, new PositionRange(position, position));
    }
  }

  private void assertRange(List<ExportedRecord> rows, PositionRange range) {
    List<ExportedRecord> expected =
        rows.stream()
            .filter(row -> Long.compareUnsigned(position(row), range.first()) >= 0)
            .filter(row -> Long.compareUnsigned(position(row), range.last()) <= 0)
            .toList();
    assertEquals(expected, export(store, range));
  }

  private static long position(ExportedRecord row) {
    return KeyPosition.of(row.key().key());
  }

  @Test
  void aRangeWithoutRecordsIsEmpty() {
    apply(single("a"), value("v", 100, 1));
    long position = KeyPosition.of(Bytes.utf8("a"));
    assertEquals(List.of(), export(store, new PositionRange(0, position - 1)));
    assertEquals(List.of(), export(store, new PositionRange(position + 1, -1L)));
  }

  @Test
  void anExportShowsTheStateItBeganWith() {
    List<ExportedRecord> rows = rowsInOrder();
    importInto(store, rows);
    List<ExportedRecord> seen = new ArrayList<>();
    try (ExportCursor cursor = store.export(PositionRange.ALL)) {
      for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
        seen.add(row.get());
        apply(row.get().key(), value("newer", 100, 50));
        apply(single("late" + seen.size()), value("late", 100, 50));
      }
    }
    assertEquals(rows, seen);
  }

  @Test
  void anExportEndsOnceAndStaysEnded() {
    apply(single("a"), value("v", 100, 1));
    try (ExportCursor cursor = store.export(PositionRange.ALL)) {
      cursor.next();
      assertEquals(Optional.empty(), cursor.next());
      assertEquals(Optional.empty(), cursor.next());
    }
  }

  @Test
  void severalExportsWalkAtOnce() {
    importInto(store, rowsInOrder());
    try (ExportCursor first = store.export(PositionRange.ALL);
        ExportCursor second = store.export(PositionRange.ALL)) {
      for (ExportedRecord row : rowsInOrder()) {
        assertEquals(Optional.of(row), first.next());
        assertEquals(Optional.of(row), second.next());
      }
    }
  }

  @Test
  void aClosedExportSaysSo() {
    ExportCursor cursor = store.export(PositionRange.ALL);
    cursor.close();
    cursor.close();
    assertFault(StoreFault.Kind.CLOSED, cursor::next);
  }

  @Test
  void anExportOfAClosedStoreSaysSo() {
    apply(single("a"), value("v", 100, 1));
    ExportCursor cursor = store.export(PositionRange.ALL);
    store.close();
    assertFault(StoreFault.Kind.CLOSED, cursor::next);
    cursor.close();
  }

  @Test
  void anImportedExportIsTheSameDatabase() {
    importInto(store, rowsInOrder());
    try (RecordStore copy = open("copy")) {
      importInto(copy, export(store, PositionRange.ALL));
      assertEquals(export(store, PositionRange.ALL), export(copy, PositionRange.ALL));
    }
  }

  @Test
  void anImportOverNewerRecordsLosesNoneOfThem() {
    RecordKey field = map("m").field(Bytes.utf8("f"));
    List<ExportedRecord> older =
        List.of(row(single("a"), value("old", 900, 1)), row(field, value("old", 900, 1)));
    apply(single("a"), value("new", 100, 2));
    apply(field, tombstone(2));
    importInto(store, older);
    assertEquals(Optional.of(value("new", 100, 2)), store.read(single("a")));
    assertEquals(Optional.of(tombstone(2)), store.read(field));
  }
}
