package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;

/**
 * What a store may hold: of each key every record that its writes leave, whether the engine has
 * forgotten in the background what it may or not.
 *
 * <p>An engine forgets when it likes, so that between a move of the clock and a purge a key may
 * have several right answers. One of them does not rule out the others: an engine may know in
 * memory for a while longer what it has forgotten on the disk.
 */
final class PossibleRecords {
  private final NavigableMap<StoredPlace, Row> singles = new TreeMap<>();
  private final NavigableMap<StoredPlace, Row> fields = new TreeMap<>();
  private long now;

  /** A key, and what may be stored there, nothing included. */
  private record Row(RecordKey key, Set<Optional<StoredRecord>> possible) {
    private boolean mustExist() {
      return !possible.contains(Optional.<StoredRecord>empty());
    }
  }

  PossibleRecords(long now) {
    this.now = now;
  }

  private NavigableMap<StoredPlace, Row> table(RecordKey key) {
    return key instanceof RecordKey.Single ? singles : fields;
  }

  private Set<Optional<StoredRecord>> possible(RecordKey key) {
    Row row = table(key).get(StoredPlace.of(key));
    return row == null ? Set.of(Optional.empty()) : row.possible();
  }

  private Optional<StoredRecord> left(Optional<StoredRecord> record) {
    return record.flatMap(row -> LifeSuite.left(row, now));
  }

  /** The clock shows {@code unixSeconds}: the engine may forget by it from now on. */
  void clockMovedTo(long unixSeconds) {
    now = unixSeconds;
    for (NavigableMap<StoredPlace, Row> table : List.of(singles, fields)) {
      table.replaceAll((_, row) -> new Row(row.key(), orLeft(row.possible())));
    }
  }

  private Set<Optional<StoredRecord>> orLeft(Set<Optional<StoredRecord>> possible) {
    Set<Optional<StoredRecord>> all = new LinkedHashSet<>(possible);
    all.addAll(allLeft(possible));
    return all;
  }

  /** The engine has forgotten all that it may. */
  void purged() {
    for (NavigableMap<StoredPlace, Row> table : List.of(singles, fields)) {
      table.replaceAll((_, row) -> new Row(row.key(), allLeft(row.possible())));
      table.values().removeIf(row -> row.possible().equals(Set.of(Optional.empty())));
    }
  }

  private Set<Optional<StoredRecord>> allLeft(Set<Optional<StoredRecord>> possible) {
    Set<Optional<StoredRecord>> all = new LinkedHashSet<>();
    possible.forEach(record -> all.add(left(record)));
    return all;
  }

  /** The engine says what became of {@code merge}: checks it, and takes over what is stored now. */
  void merged(Merge merge, MergeResult result, String where) {
    Set<Optional<StoredRecord>> before = possible(merge.key());
    Set<Optional<StoredRecord>> changed = new LinkedHashSet<>();
    boolean mayStay = false;
    for (Optional<StoredRecord> record : before) {
      Optional<StoredRecord> after = Optional.of(merged(record, merge.incoming()));
      if (after.equals(record)) {
        mayStay = true;
      } else {
        changed.add(after);
      }
    }
    switch (result) {
      case MergeResult.Unchanged _ -> assertTrue(mayStay, () -> where + told(merge, before));
      case MergeResult.Stored _ -> {
        assertFalse(changed.isEmpty(), () -> where + told(merge, before));
        table(merge.key()).put(StoredPlace.of(merge.key()), new Row(merge.key(), orLeft(changed)));
      }
      case MergeResult.Refused(String reason) -> fail(where + told(merge, before) + ": " + reason);
    }
  }

  private static String told(Merge merge, Set<Optional<StoredRecord>> before) {
    return ": " + merge + " into one of " + before;
  }

  private static StoredRecord merged(Optional<StoredRecord> before, StoredRecord incoming) {
    return before.map(row -> TwoRegisters.of(List.of(row, incoming))).orElse(incoming);
  }

  void checkRecord(RecordKey key, Optional<StoredRecord> seen, String where) {
    Set<Optional<StoredRecord>> possible = possible(key);
    assertTrue(
        possible.contains(seen), () -> where + ": " + seen + " under " + key + ", not " + possible);
  }

  void checkHeader(RecordKey key, Optional<RecordHeader> seen, String where) {
    Set<Optional<StoredRecord>> possible = possible(key);
    assertTrue(
        possible.stream().anyMatch(record -> record.map(StoredRecord::header).equals(seen)),
        () -> where + ": " + seen + " under " + key + ", not " + possible);
  }

  /** Checks all fields of {@code map}, in the order in which they were seen. */
  void checkMap(MapKey map, List<StoreSuite.SeenField> seen, String where) {
    List<Row> rows = new ArrayList<>();
    for (Row row : fields.values()) {
      if (row.key() instanceof RecordKey.Field field && field.map().equals(map)) {
        rows.add(row);
      }
    }
    check(
        rows,
        seen.stream()
            .map(field -> new ExportedRecord(map.field(field.field()), field.record()))
            .toList(),
        where);
  }

  /** Checks all records, in the order in which they were exported. */
  void checkAll(List<ExportedRecord> seen, String where) {
    List<Row> rows = new ArrayList<>(singles.values());
    rows.addAll(fields.values());
    check(rows, seen, where);
  }

  private void check(List<Row> rows, List<ExportedRecord> seen, String where) {
    Map<RecordKey, StoredRecord> records = new LinkedHashMap<>();
    seen.forEach(row -> records.put(row.key(), row.record()));
    List<RecordKey> expected =
        rows.stream()
            .filter(row -> row.mustExist() || records.containsKey(row.key()))
            .map(Row::key)
            .toList();
    assertEquals(expected, seen.stream().map(ExportedRecord::key).toList(), where);
    records.forEach((key, record) -> checkRecord(key, Optional.of(record), where));
  }
}
