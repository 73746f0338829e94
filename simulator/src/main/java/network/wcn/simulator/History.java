package network.wcn.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/**
 * What clients did and saw, and what reads may therefore answer.
 *
 * <p>A read may answer any record whose registers are those of writes that were made, neither older
 * than what was acknowledged, or seen by a read that had ended, before the read began.
 */
final class History {
  /** What is known of one key. */
  private static final class Past {
    final List<StoredRecord> issued = new ArrayList<>();
    Optional<StoredRecord> known = Optional.empty();
  }

  private final Map<RecordKey, Past> pasts = new LinkedHashMap<>();

  private Past past(RecordKey key) {
    return pasts.computeIfAbsent(key, _ -> new Past());
  }

  /** Notes that a write was sent and may take effect from now on. */
  void issued(RecordKey key, StoredRecord record) {
    past(key).issued.add(record);
  }

  /** Notes that a write was acknowledged. */
  void acknowledged(RecordKey key, StoredRecord record) {
    Past past = past(key);
    past.known = Optional.of(past.known.map(k -> k.merge(record)).orElse(record));
  }

  /** Returns what every read of {@code key} that begins now has to know. */
  Optional<StoredRecord> known(RecordKey key) {
    return past(key).known;
  }

  /** Returns all fields of {@code map} that were ever written, in field order. */
  Set<Bytes> fields(MapKey map) {
    Set<Bytes> fields = new TreeSet<>(FieldOrder.INSTANCE);
    for (RecordKey key : pasts.keySet()) {
      if (key instanceof RecordKey.Field field && field.map().equals(map)) {
        fields.add(field.field());
      }
    }
    return fields;
  }

  /** Returns every record that a read may find, nothing being one of them. */
  private List<Optional<StoredRecord>> possible(RecordKey key, Optional<StoredRecord> known) {
    List<Optional<StoredRecord>> possible = new ArrayList<>();
    possible.add(known);
    List<StoredRecord> issued = past(key).issued;
    for (StoredRecord payload : issued) {
      for (StoredRecord expiration : issued) {
        StoredRecord merged = payload.merge(expiration);
        possible.add(Optional.of(known.map(merged::merge).orElse(merged)));
      }
    }
    return possible;
  }

  /** Fails unless {@code seen} is a possible answer to a read that knew {@code known}. */
  void checkRead(
      RecordKey key,
      Optional<StoredRecord> known,
      Optional<LiveRecord> seen,
      long startSeconds,
      long endSeconds) {
    for (Optional<StoredRecord> candidate : possible(key, known)) {
      for (long now = startSeconds; now <= endSeconds; now++) {
        long second = now;
        if (candidate.flatMap(c -> LiveRecord.of(c, second)).equals(seen)) {
          noteSeen(key, seen, candidate);
          return;
        }
      }
    }
    throw new SimulationFailure(
        "a read of " + key + " answered " + seen + " although " + known + " was known before");
  }

  /** Fails unless {@code seen} is the expiration of a record that a read may find. */
  void checkExpiration(
      RecordKey key,
      Optional<StoredRecord> known,
      Optional<Expiration> seen,
      long startSeconds,
      long endSeconds) {
    for (Optional<StoredRecord> candidate : possible(key, known)) {
      for (long now = startSeconds; now <= endSeconds; now++) {
        long second = now;
        if (candidate
            .flatMap(c -> LiveRecord.of(c, second))
            .map(LiveRecord::expiration)
            .equals(seen)) {
          return;
        }
      }
    }
    throw new SimulationFailure(
        "the expiration of " + key + " was read as " + seen + " although " + known + " was known");
  }

  /** A value that was read must not be unread: its registers count as acknowledged. */
  private void noteSeen(
      RecordKey key, Optional<LiveRecord> seen, Optional<StoredRecord> candidate) {
    if (seen.isEmpty() || candidate.isEmpty()) {
      return;
    }
    acknowledged(key, candidate.get());
  }

  /** Fails unless a count of live fields is possible. */
  void checkCardinality(
      MapKey map,
      Map<Bytes, Optional<StoredRecord>> known,
      long seen,
      long startSeconds,
      long endSeconds) {
    long surely = 0;
    long maybe = 0;
    for (Bytes field : fields(map)) {
      RecordKey key = map.field(field);
      Optional<StoredRecord> knownThen = known.getOrDefault(field, Optional.empty());
      boolean everLive = false;
      boolean everDead = false;
      for (Optional<StoredRecord> candidate : possible(key, knownThen)) {
        for (long now = startSeconds; now <= endSeconds; now++) {
          long second = now;
          boolean live = candidate.filter(c -> c.isLive(second)).isPresent();
          everLive |= live;
          everDead |= !live;
        }
      }
      surely += everDead ? 0 : 1;
      maybe += everLive ? 1 : 0;
    }
    if (seen < surely || seen > maybe) {
      throw new SimulationFailure(
          "a map of " + surely + " to " + maybe + " live fields was counted as " + seen);
    }
  }

  /** Fails unless a page is possible: right entries, in order, without a hole. */
  void checkPage(
      MapKey map,
      Optional<Bytes> cursor,
      int count,
      Map<Bytes, Optional<StoredRecord>> known,
      MapPage page,
      long startSeconds,
      long endSeconds) {
    if (page.entries().size() > Math.max(1, count)) {
      throw new SimulationFailure(
          "a page of " + count + " has " + page.entries().size() + " entries");
    }
    Bytes previous = cursor.orElse(null);
    Map<Bytes, LiveRecord> entries = new LinkedHashMap<>();
    for (var entry : page.entries()) {
      if (previous != null && FieldOrder.INSTANCE.compare(entry.field(), previous) <= 0) {
        throw new SimulationFailure("a page is out of order at field " + entry.field());
      }
      previous = entry.field();
      entries.put(entry.field(), entry.record());
    }
    Bytes last = previous;
    for (Bytes field : fields(map)) {
      boolean after = cursor.isEmpty() || FieldOrder.INSTANCE.compare(field, cursor.get()) > 0;
      boolean covered =
          !page.hasNext() || (last != null && FieldOrder.INSTANCE.compare(field, last) <= 0);
      if (after && covered) {
        checkRead(
            map.field(field),
            known.getOrDefault(field, Optional.empty()),
            Optional.ofNullable(entries.get(field)),
            startSeconds,
            endSeconds);
      }
    }
    if (page.hasNext() && page.entries().isEmpty()) {
      throw new SimulationFailure("an empty page of " + map + " promises more");
    }
  }
}
