package network.wcn.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final Rules rules;

  SimulatedStore(Rules rules) {
    this.rules = rules;
  }

  private static int compare(RecordKey left, RecordKey right) {
    Comparator<RecordKey> byPlace =
        Comparator.comparing((RecordKey key) -> key.namespace().toBytes())
            .thenComparing(RecordKey::key)
            .thenComparingInt(key -> key instanceof RecordKey.Field ? 1 : 0);
    int order = byPlace.compare(left, right);
    if (order == 0 && left instanceof RecordKey.Field l && right instanceof RecordKey.Field r) {
      return FieldOrder.INSTANCE.compare(l.field(), r.field());
    }
    return order;
  }

  /** Queues a merge for the next sync. */
  void write(RecordKey key, StoredRecord incoming) {
    unsynced.add(() ->
        rules
            .merge(Optional.ofNullable(synced.get(key)), incoming)
            .ifPresentOrElse(merged -> synced.put(key, merged), () -> synced.remove(key)));
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
