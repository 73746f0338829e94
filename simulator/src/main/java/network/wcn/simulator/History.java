package network.wcn.simulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;

/**
 * What clients did and saw, and what reads may therefore answer.
 *
 * <p>A read may answer any record whose registers are those of writes that were made, neither older
 * than what was acknowledged, or seen by a read that had ended, before the read began. Where
 * replicas can tell one version only, the second half holds for keys that are never deleted and
 * whose expiration never changes, read one by one; elsewhere an answer only has to have been
 * written.
 */
final class History {
  private final boolean isMixed;
  private final Map<RecordKey, Past> pasts = new TreeMap<>(SimulatedStore.order());

  History(boolean isMixed) {
    this.isMixed = isMixed;
  }

  /**
   * The seconds in which an operation was under way, as any node's clock may show them.
   *
   * @param from first second, inclusive
   * @param to last second, inclusive
   */
  record Window(long from, long to) {
    Window {
      from--;
      to++;
    }

    /** Returns whether a record may look like {@code wanted} in any of these seconds. */
    boolean ever(StoredRecord record, Predicate<Optional<LiveRecord>> wanted) {
      return wanted.test(LiveRecord.of(record, from)) || wanted.test(LiveRecord.of(record, to));
    }
  }

  private Past past(RecordKey key) {
    return pasts.computeIfAbsent(key, _ -> new Past());
  }

  /** Returns whether a key is held to every promise although the network is mixed. */
  boolean isStrictInMixedNetwork(Bytes key) {
    return isMixed && key.equals(Workload.key(0));
  }

  private boolean isStrict(RecordKey key) {
    return !isMixed || isStrictInMixedNetwork(key.key());
  }

  /** Notes that an operation begins: a write may take effect from now on. */
  Expectation begin(Operation operation, long nowSeconds) {
    if (operation instanceof Operation.Write write) {
      write.incoming().ifPresent(record -> past(write.recordKey()).issue(record, nowSeconds));
    }
    return new Expectation(this, operation, nowSeconds);
  }

  /** Notes that a write was acknowledged. */
  void acknowledged(RecordKey key, StoredRecord record) {
    past(key).acknowledge(record);
  }

  /** Returns what every read of {@code key} that begins now has to know. */
  Optional<StoredRecord> known(RecordKey key) {
    return isStrict(key) ? past(key).known() : Optional.empty();
  }

  /** Returns all keys that were ever written. */
  Collection<RecordKey> keys() {
    return pasts.keySet();
  }

  /** Returns all fields of {@code map} that were ever written, in field order. */
  Collection<Bytes> fields(MapKey map) {
    Map<Bytes, RecordKey> fields = new TreeMap<>(FieldOrder.INSTANCE);
    for (RecordKey key : pasts.keySet()) {
      if (key instanceof RecordKey.Field field && field.map().equals(map)) {
        fields.put(field.field(), key);
      }
    }
    return fields.keySet();
  }

  /** Fails unless {@code seen} is a possible answer to a read that knew {@code known}. */
  void checkRead(
      RecordKey key, Optional<StoredRecord> known, Optional<LiveRecord> seen, Window window) {
    Past past = past(key);
    if (seen.isEmpty()) {
      if (!isStrict(key) || past.mayBeDead(known, window)) {
        return;
      }
    } else {
      Optional<StoredRecord> explained = past.explain(seen.get(), known, isStrict(key), window);
      if (explained.isPresent()) {
        // What was read must not be unread: its registers count as acknowledged.
        past.acknowledge(explained.get());
        return;
      }
    }
    throw new SimulationFailure(
        "a read of " + key + " answered " + seen + " although " + known + " was known before");
  }

  /** Fails unless {@code seen} is the expiration of a record that a read may find. */
  void checkExpiration(
      RecordKey key, Optional<StoredRecord> known, Optional<Expiration> seen, Window window) {
    boolean possible =
        seen.isEmpty()
            ? !isStrict(key) || past(key).mayBeDead(known, window)
            : past(key).mayExpire(seen.get(), known, isStrict(key), window);
    if (!possible) {
      throw new SimulationFailure(
          "the expiration of "
              + key
              + " was read as "
              + seen
              + " although "
              + known
              + " was known");
    }
  }

  /** Fails unless a count of live fields is possible. */
  void checkCardinality(
      MapKey map, Map<Bytes, Optional<StoredRecord>> known, long seen, Window window) {
    long surely = 0;
    long maybe = 0;
    for (Bytes field : fields(map)) {
      Past past = past(map.field(field));
      Optional<StoredRecord> knownThen = known.getOrDefault(field, Optional.empty());
      surely += isMixed || past.mayBeDead(knownThen, window) ? 0 : 1;
      maybe += isMixed || past.mayBeLive(knownThen, window) ? 1 : 0;
    }
    if (seen < surely || seen > maybe) {
      throw new SimulationFailure(
          "a map of " + surely + " to " + maybe + " live fields was counted as " + seen);
    }
  }

  /** Fails unless a page is possible: right entries, in order, without a hole. */
  void checkPage(
      Operation.HScan scan, Map<Bytes, Optional<StoredRecord>> known, MapPage page, Window window) {
    if (page.entries().size() > Math.max(1, scan.count())) {
      throw new SimulationFailure(
          "a page of " + scan.count() + " has " + page.entries().size() + " entries");
    }
    Bytes last = scan.cursor().orElse(null);
    Map<Bytes, LiveRecord> entries = new LinkedHashMap<>();
    for (MapEntry entry : page.entries()) {
      if (last != null && FieldOrder.INSTANCE.compare(entry.field(), last) <= 0) {
        throw new SimulationFailure("a page is out of order at field " + entry.field());
      }
      last = entry.field();
      entries.put(entry.field(), entry.record());
    }
    if (page.hasNext() && page.entries().isEmpty()) {
      throw new SimulationFailure("an empty page of " + scan.mapKey() + " promises more");
    }
    for (Bytes field : fields(scan.mapKey())) {
      boolean after =
          scan.cursor().isEmpty() || FieldOrder.INSTANCE.compare(field, scan.cursor().get()) > 0;
      boolean covered =
          !page.hasNext() || (last != null && FieldOrder.INSTANCE.compare(field, last) <= 0);
      if (after && covered) {
        Optional<LiveRecord> seen = Optional.ofNullable(entries.get(field));
        checkField(scan.mapKey().field(field), known, seen, window);
      }
    }
  }

  /**
   * Digests leave out values' bytes, so of two values of one version a page may show either, and
   * what it shows does not bind later reads.
   */
  private void checkField(
      RecordKey.Field key,
      Map<Bytes, Optional<StoredRecord>> known,
      Optional<LiveRecord> seen,
      Window window) {
    Optional<StoredRecord> knownThen = known.getOrDefault(key.field(), Optional.empty());
    if (isMixed) {
      if (seen.isPresent()
          && past(key).explain(seen.get(), Optional.empty(), false, window).isEmpty()) {
        throw new SimulationFailure("a page shows " + seen + " at " + key + ": never written");
      }
    } else if (seen.isEmpty() || !past(key).isTieOf(seen.get(), knownThen, window)) {
      checkRead(key, knownThen, seen, window);
    }
  }
}
