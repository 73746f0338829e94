package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import org.junit.jupiter.api.Test;

/**
 * An engine against a plain map in memory: long random runs of writes, reads, walks, reopenings and
 * moves of the clock, and every order of small sets of writes.
 *
 * <p>A failure names the seed; {@code -Dwcn.seed=N} runs that seed alone.
 */
public abstract class ModelSuite extends StoreSuite {
  private static final int SEEDS = 12;
  private static final int STEPS = 150;
  private static final int MULTISETS = 4_200;
  private static final int BATCH = 512;

  protected ModelSuite(StoreFactory factory) {
    super(factory);
  }

  private final NavigableMap<StoredPlace, ExportedRecord> singles = new TreeMap<>();
  private final NavigableMap<StoredPlace, ExportedRecord> fields = new TreeMap<>();
  private long now = Arbitraries.NOW;

  @Test
  void randomRunsAgreeWithTheModel() {
    Long only = Long.getLong("wcn.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? SEEDS : only;
    for (long seed = first; seed <= last; seed++) {
      run(seed);
    }
  }

  private void run(long seed) {
    now = Arbitraries.NOW;
    clock.set(now);
    store.close();
    store = open("seed" + seed);
    singles.clear();
    fields.clear();
    Arbitraries any = new Arbitraries(seed);
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + ", step " + step;
      switch (any.below(12)) {
        case 0 -> moveClock(any);
        case 1 -> {
          store.close();
          store = open("seed" + seed);
        }
        case 2 -> checkAll(where);
        case 3 -> checkMap(any, where);
        case 4 -> checkRead(any.key(), where);
        default -> write(any, where);
      }
    }
    checkAll("seed " + seed + ", at the end");
  }

  /**
   * A purge follows at once, so that engines which forget in the background have nothing left to.
   */
  private void moveClock(Arbitraries any) {
    now += any.below(4) * 3_600L + any.below(2);
    clock.set(now);
    store.purge();
    purge(singles);
    purge(fields);
  }

  private void purge(NavigableMap<StoredPlace, ExportedRecord> table) {
    var rows = table.entrySet().iterator();
    while (rows.hasNext()) {
      Map.Entry<StoredPlace, ExportedRecord> row = rows.next();
      RecordKey key = row.getValue().key();
      LifeSuite.left(row.getValue().record(), now)
          .ifPresentOrElse(left -> row.setValue(new ExportedRecord(key, left)), rows::remove);
    }
  }

  private NavigableMap<StoredPlace, ExportedRecord> table(RecordKey key) {
    return key instanceof RecordKey.Single ? singles : fields;
  }

  private Optional<StoredRecord> expected(RecordKey key) {
    return Optional.ofNullable(table(key).get(StoredPlace.of(key))).map(ExportedRecord::record);
  }

  private void write(Arbitraries any, String where) {
    List<Merge> merges = new ArrayList<>();
    List<MergeResult> expected = new ArrayList<>();
    int size = any.below(40);
    for (int i = 0; i < size; i++) {
      Merge merge = new Merge(any.key(), any.write(now));
      Optional<StoredRecord> before = expected(merge.key());
      StoredRecord after =
          before
              .map(row -> TwoRegisters.of(List.of(row, merge.incoming())))
              .orElse(merge.incoming());
      table(merge.key()).put(StoredPlace.of(merge.key()), new ExportedRecord(merge.key(), after));
      expected.add(before.equals(Optional.of(after)) ? UNCHANGED : STORED);
      merges.add(merge);
    }
    assertEquals(expected, store.apply(merges), where);
    merges.forEach(merge -> checkInMemory(merge.key(), where));
  }

  private void checkRead(RecordKey key, String where) {
    assertEquals(expected(key), store.read(key), where);
    assertEquals(expected(key).map(StoredRecord::header), store.readHeader(key), where);
    checkInMemory(key, where);
  }

  private void checkInMemory(RecordKey key, String where) {
    try {
      assertEquals(
          expected(key).map(StoredRecord::header), store.inMemory().readHeader(key), where);
      assertEquals(expected(key), store.inMemory().read(key), where);
    } catch (NotInMemory _) {
      // An engine keeps there what it likes.
    }
  }

  private void checkMap(Arbitraries any, String where) {
    MapKey map = new MapKey(Arbitraries.namespace(any.below(2)), any.name());
    List<SeenField> expected = new ArrayList<>();
    for (ExportedRecord row : fields.values()) {
      if (row.key() instanceof RecordKey.Field field && field.map().equals(map)) {
        expected.add(new SeenField(field.field(), row.record()));
      }
    }
    assertEquals(expected, fields(map), where);
  }

  private void checkAll(String where) {
    List<ExportedRecord> expected = new ArrayList<>(singles.values());
    expected.addAll(fields.values());
    assertEquals(expected, export(store, PositionRange.ALL), where);
  }

  @Test
  void allOrdersOfAMultisetOfWritesEndEqual() {
    List<StoredRecord> writes = Arbitraries.conflicts();
    Arbitraries any = new Arbitraries(7);
    List<List<StoredRecord>> orders = new ArrayList<>();
    List<StoredRecord> ends = new ArrayList<>();
    for (int i = 0; i < MULTISETS; i++) {
      List<StoredRecord> set = new ArrayList<>();
      int size = 2 + i % 3;
      for (int j = 0; j < size; j++) {
        set.add(writes.get(any.below(writes.size())));
      }
      int before = orders.size();
      permute(set, 0, orders);
      StoredRecord end = TwoRegisters.of(set);
      for (int j = before; j < orders.size(); j++) {
        ends.add(end);
      }
    }
    applyRoundByRound(orders);
    for (int i = 0; i < orders.size(); i++) {
      Optional<StoredRecord> left = store.read(Arbitraries.single("order" + i));
      assertEquals(Optional.of(ends.get(i)), left, "order " + orders.get(i));
    }
  }

  private static void permute(List<StoredRecord> set, int from, List<List<StoredRecord>> orders) {
    if (from == set.size() - 1) {
      orders.add(List.copyOf(set));
      return;
    }
    for (int i = from; i < set.size(); i++) {
      Collections.swap(set, from, i);
      permute(set, from + 1, orders);
      Collections.swap(set, from, i);
    }
  }

  /** The first write of every order, then the second of every order, and so on. */
  private void applyRoundByRound(List<List<StoredRecord>> orders) {
    List<Merge> batch = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < orders.size(); i++) {
        if (round < orders.get(i).size()) {
          batch.add(new Merge(Arbitraries.single("order" + i), orders.get(i).get(round)));
        }
        if (batch.size() == BATCH) {
          store.apply(batch);
          batch.clear();
        }
      }
    }
    store.apply(batch);
  }
}
