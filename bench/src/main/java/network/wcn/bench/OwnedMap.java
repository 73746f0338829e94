package network.wcn.bench;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.FieldOrder;

/** What one map may hold, as its only writer knows. */
final class OwnedMap {
  private final Bytes key;
  private final NavigableMap<Bytes, Slot> fields = new TreeMap<>(FieldOrder.INSTANCE);

  OwnedMap(Bytes key) {
    this.key = key;
  }

  Bytes key() {
    return key;
  }

  Slot slot(Bytes field) {
    return fields.computeIfAbsent(field, _ -> new Slot());
  }

  /** Returns what is wrong with a count, if anything. */
  Optional<String> check(long count) {
    long least = fields.values().stream().filter(Slot::isSurelyPresent).count();
    long most = fields.values().stream().filter(Slot::isMaybePresent).count();
    return count < least || count > most
        ? Optional.of("hcard answered " + count + ", expected " + least + " to " + most)
        : Optional.empty();
  }

  /** Returns what is wrong with a page after {@code cursor}, if anything. */
  Optional<String> check(MapPage page, Optional<Bytes> cursor, int count, int valueSizeBytes) {
    List<MapEntry> entries = page.entries();
    if (entries.size() > count) {
      return Optional.of("hscan answered " + entries.size() + " entries for " + count);
    }
    NavigableMap<Bytes, Slot> rest =
        cursor.map(field -> fields.tailMap(field, false)).orElse(fields);
    NavigableMap<Bytes, Slot> covered = rest;
    NavigableMap<Bytes, Slot> beyond = new TreeMap<>(FieldOrder.INSTANCE);
    if (page.hasNext()) {
      if (entries.isEmpty()) {
        return Optional.of("hscan answered no entry, and that there are more");
      }
      covered = rest.headMap(entries.getLast().field(), true);
      beyond = rest.tailMap(entries.getLast().field(), false);
      if (beyond.values().stream().noneMatch(Slot::isMaybePresent)) {
        return Optional.of("hscan promised a next page, there is nothing on it");
      }
    }
    NavigableMap<Bytes, Slot> missing = new TreeMap<>(covered);
    Optional<Bytes> before = cursor;
    for (MapEntry entry : entries) {
      if (before.isPresent() && FieldOrder.INSTANCE.compare(before.get(), entry.field()) >= 0) {
        return Optional.of("hscan answered " + entry.field() + " after " + before.get());
      }
      before = Optional.of(entry.field());
      Slot slot = missing.remove(entry.field());
      long sequence = ValuePattern.read(entry.record().value(), valueSizeBytes);
      if (slot == null || !slot.accepts(sequence)) {
        return Optional.of(
            "hscan answered write " + sequence + " of " + entry.field() + ", expected " + slot);
      }
    }
    for (var left : missing.entrySet()) {
      if (left.getValue().isSurelyPresent()) {
        return Optional.of("hscan left out " + left.getKey());
      }
      left.getValue().accepts(Slot.ABSENT);
    }
    return Optional.empty();
  }
}
