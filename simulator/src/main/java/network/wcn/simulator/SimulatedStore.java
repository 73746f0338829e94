package network.wcn.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.FieldVisitor;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordReader;
import network.wcn.domain.record.StoredRecord;

/** A database's disk: what is synced survives a crash, what waits for the next sync does not. */
final class SimulatedStore implements RecordReader {
  private final Map<RecordKey, StoredRecord> synced = new TreeMap<>(SimulatedStore::compare);
  private final List<Runnable> unsynced = new ArrayList<>();
  private final BiFunction<Optional<StoredRecord>, StoredRecord, Optional<StoredRecord>> merge;

  SimulatedStore(BiFunction<Optional<StoredRecord>, StoredRecord, Optional<StoredRecord>> merge) {
    this.merge = merge;
  }

  private static int compare(RecordKey left, RecordKey right) {
    int order = left.key().compareTo(right.key());
    if (order == 0 && left instanceof RecordKey.Field l && right instanceof RecordKey.Field r) {
      return FieldOrder.INSTANCE.compare(l.field(), r.field());
    }
    return order != 0
        ? order
        : Boolean.compare(left instanceof RecordKey.Field, right instanceof RecordKey.Field);
  }

  static Comparator<RecordKey> order() {
    return SimulatedStore::compare;
  }

  /** Queues a merge for the next sync. */
  void write(RecordKey key, StoredRecord incoming) {
    unsynced.add(() -> put(key, merge.apply(Optional.ofNullable(synced.get(key)), incoming)));
  }

  private void put(RecordKey key, Optional<StoredRecord> record) {
    record.ifPresentOrElse(kept -> synced.put(key, kept), () -> synced.remove(key));
  }

  void sync() {
    unsynced.forEach(Runnable::run);
    unsynced.clear();
  }

  void crash() {
    unsynced.clear();
  }

  /** Returns everything that is on disk. */
  Map<RecordKey, StoredRecord> content() {
    return synced;
  }

  /** Puts in the place of each record what is left of it, if anything. */
  void compact(BiFunction<RecordKey, StoredRecord, Optional<StoredRecord>> left) {
    for (RecordKey key : List.copyOf(synced.keySet())) {
      StoredRecord record = synced.get(key);
      if (record != null) {
        put(key, left.apply(key, record));
      }
    }
  }

  /** Removes what waits for the disk and what is there of some keys. */
  void forget(Predicate<RecordKey> which) {
    unsynced.clear();
    compact((key, record) -> which.test(key) ? Optional.empty() : Optional.of(record));
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return Optional.ofNullable(synced.get(key));
  }

  @Override
  public Optional<RecordHeader> readHeader(RecordKey key) {
    return read(key).map(StoredRecord::header);
  }

  @Override
  public void visitMap(MapKey map, Optional<Bytes> after, FieldVisitor visitor) {
    for (Map.Entry<RecordKey, StoredRecord> entry : synced.entrySet()) {
      if (entry.getKey() instanceof RecordKey.Field place
          && place.map().equals(map)
          && (after.isEmpty() || FieldOrder.INSTANCE.compare(place.field(), after.get()) > 0)) {
        StoredRecord record = entry.getValue();
        if (!visitor.visit(
            place.field(), record.header(), record.payload().size(), record::payload)) {
          return;
        }
      }
    }
  }
}
