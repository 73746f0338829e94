package network.wcn.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;

/** Records of one namespace that never die; single records are the fields of maps of their own. */
final class MemoryStore {
  private static final Bytes ONLY = Bytes.empty();

  private final Map<Bytes, NavigableMap<Bytes, LiveRecord>> maps = new HashMap<>();
  private final Map<Bytes, NavigableMap<Bytes, LiveRecord>> singles = new HashMap<>();

  synchronized Answer apply(Operation operation) {
    return switch (operation) {
      case Operation.Get get -> found(single(get.key()), ONLY);
      case Operation.GetExp get -> expires(single(get.key()), ONLY);
      case Operation.Set set ->
          put(single(set.key()), ONLY, set.value(), set.expiration(), set.version());
      case Operation.SetExp set ->
          prolong(single(set.key()), ONLY, set.expiration(), set.version());
      case Operation.Del del -> remove(single(del.key()), ONLY);
      case Operation.HGet get -> found(map(get.key()), get.field());
      case Operation.HGetExp get -> expires(map(get.key()), get.field());
      case Operation.HSet set ->
          put(map(set.key()), set.field(), set.value(), set.expiration(), set.version());
      case Operation.HSetExp set ->
          prolong(map(set.key()), set.field(), set.expiration(), set.version());
      case Operation.HDel del -> remove(map(del.key()), del.field());
      case Operation.HCard card -> new Answer.Cardinality(map(card.key()).size());
      case Operation.HScan scan -> page(map(scan.key()), scan);
    };
  }

  private NavigableMap<Bytes, LiveRecord> single(Bytes key) {
    return singles.computeIfAbsent(key, _ -> new TreeMap<>());
  }

  private NavigableMap<Bytes, LiveRecord> map(Bytes key) {
    return maps.computeIfAbsent(key, _ -> new TreeMap<>());
  }

  private static Answer found(Map<Bytes, LiveRecord> map, Bytes field) {
    return new Answer.Found(Optional.ofNullable(map.get(field)));
  }

  private static Answer expires(Map<Bytes, LiveRecord> map, Bytes field) {
    return new Answer.Expires(Optional.ofNullable(map.get(field)).map(LiveRecord::expiration));
  }

  private static Answer put(
      Map<Bytes, LiveRecord> map,
      Bytes field,
      Bytes value,
      Expiration expiration,
      RecordVersion version) {
    map.merge(
        field,
        new LiveRecord(value, expiration, version),
        (old, next) -> next.version().isAfter(old.version()) ? next : old);
    return Answer.Done.INSTANCE;
  }

  private static Answer prolong(
      Map<Bytes, LiveRecord> map, Bytes field, Expiration expiration, RecordVersion version) {
    map.computeIfPresent(field, (_, old) -> new LiveRecord(old.value(), expiration, version));
    return Answer.Done.INSTANCE;
  }

  private static Answer remove(Map<Bytes, LiveRecord> map, Bytes field) {
    map.remove(field);
    return Answer.Done.INSTANCE;
  }

  private static Answer page(NavigableMap<Bytes, LiveRecord> map, Operation.HScan scan) {
    Map<Bytes, LiveRecord> rest =
        scan.cursor().isPresent() ? map.tailMap(scan.cursor().get(), false) : map;
    List<MapEntry> entries =
        rest.entrySet().stream()
            .limit(scan.count())
            .map(entry -> new MapEntry(entry.getKey(), entry.getValue()))
            .toList();
    return new Answer.Page(new MapPage(entries, rest.size() > entries.size()));
  }
}
