package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;

/**
 * Batches 1, 2, 3 and so on, which everyone makes alike, and what is there of them after a crash.
 *
 * <p>A batch has keys of its own and some that other batches write, too. All of its records carry
 * its number as their version, so that a stray record tells where it comes from.
 */
final class NumberedBatches {
  private static final int OWN_KEYS = 12;
  private static final int SHARED_KEYS = 16;
  private static final int LARGE_PAYLOAD = 20_000;
  private static final int SHOWN = 10;

  private NumberedBatches() {}

  static List<Merge> batch(int number) {
    Arbitraries any = new Arbitraries(number);
    List<Merge> merges = new ArrayList<>();
    int own = 1 + any.below(OWN_KEYS);
    for (int i = 0; i < own; i++) {
      merges.add(new Merge(key(i, "own" + number + "/" + i), valueOf(number, any)));
    }
    for (int i = 0; i < SHARED_KEYS; i++) {
      if (i == number % SHARED_KEYS || any.below(3) == 0) {
        merges.add(new Merge(key(i, "shared" + i), writeOf(number, any)));
      }
    }
    return merges;
  }

  private static RecordKey key(int index, String name) {
    return index % 2 == 0
        ? Arbitraries.single(name)
        : Arbitraries.map("map" + index).field(Bytes.utf8(name));
  }

  private static StoredRecord writeOf(int number, Arbitraries any) {
    return switch (any.below(5)) {
      case 0 -> Arbitraries.tombstone(number);
      case 1 -> Arbitraries.bareExpiration(200 + any.below(100), number);
      default -> valueOf(number, any);
    };
  }

  private static StoredRecord valueOf(int number, Arbitraries any) {
    String value = "batch " + number;
    boolean isLarge = any.below(10) == 0;
    return Arbitraries.value(isLarge ? value.repeat(LARGE_PAYLOAD / 8) : value, 100, number);
  }

  /** Returns what batches 1 to {@code last} leave. */
  static Map<RecordKey, StoredRecord> left(int last) {
    Map<RecordKey, StoredRecord> rows = new LinkedHashMap<>();
    for (int number = 1; number <= last; number++) {
      for (Merge merge : batch(number)) {
        rows.merge(
            merge.key(), merge.incoming(), (row, write) -> TwoRegisters.of(List.of(row, write)));
      }
    }
    return rows;
  }

  /**
   * Checks what is stored after a crash: every acknowledged batch, of the one behind them all or
   * nothing, and nothing else.
   *
   * @param acknowledged number of the last batch whose {@code apply} is known to have returned
   * @return number of the last batch that is there
   */
  static int check(List<ExportedRecord> stored, int acknowledged, String where) {
    Map<RecordKey, StoredRecord> seen = new LinkedHashMap<>();
    for (ExportedRecord row : stored) {
      StoredRecord twin = seen.put(row.key(), row.record());
      assertNull(twin, () -> where + ": exported twice: " + row.key());
    }
    Map<RecordKey, StoredRecord> without = left(acknowledged);
    if (seen.equals(without)) {
      return acknowledged;
    }
    Map<RecordKey, StoredRecord> with = left(acknowledged + 1);
    if (seen.equals(with)) {
      return acknowledged + 1;
    }
    return fail(where + ": " + difference(seen, without, with, acknowledged));
  }

  private static String difference(
      Map<RecordKey, StoredRecord> seen,
      Map<RecordKey, StoredRecord> without,
      Map<RecordKey, StoredRecord> with,
      int acknowledged) {
    Set<RecordKey> keys = new LinkedHashSet<>(with.keySet());
    keys.addAll(seen.keySet());
    List<String> wrong = new ArrayList<>();
    List<RecordKey> there = new ArrayList<>();
    List<RecordKey> missing = new ArrayList<>();
    for (RecordKey key : keys) {
      boolean isBefore = Objects.equals(seen.get(key), without.get(key));
      boolean isAfter = Objects.equals(seen.get(key), with.get(key));
      if (!isBefore && !isAfter) {
        wrong.add(key + " holds " + seen.get(key) + " instead of " + without.get(key));
      } else if (!isBefore) {
        there.add(key);
      } else if (!isAfter) {
        missing.add(key);
      }
    }
    return "batches 1 to %d were acknowledged, but %d records are wrong %s, and of the next batch %d"
            .formatted(acknowledged, wrong.size(), shown(wrong), there.size())
        + " are there %s and %d missing %s".formatted(shown(there), missing.size(), shown(missing));
  }

  private static List<?> shown(List<?> all) {
    return all.subList(0, Math.min(SHOWN, all.size()));
  }
}
