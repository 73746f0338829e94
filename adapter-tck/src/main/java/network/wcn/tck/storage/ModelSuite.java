package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
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
 * moves of the clock, and every order of every small multiset of writes.
 *
 * <p>A failure names the seed; {@code -Dwcn.seed=N} runs that seed alone.
 */
public abstract class ModelSuite extends StoreSuite {
  private static final int SEEDS = 12;
  private static final int STEPS = 150;
  private static final int LARGEST_MULTISET = 4;

  /** Of 1, 2, 3 and 4 among 16 writes. */
  private static final int MULTISETS = 16 + 136 + 816 + 3_876;

  /** Each sequence of so many writes is one order of one multiset. */
  private static final int ORDERS = 16 + 256 + 4_096 + 65_536;

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
  void allOrdersOfEveryMultisetOfWritesEndEqual() {
    List<List<StoredRecord>> orders = sequences(Arbitraries.conflicts());
    Map<Map<StoredRecord, Integer>, Optional<StoredRecord>> ends = new HashMap<>();
    for (List<StoredRecord> order : orders) {
      ends.computeIfAbsent(multiset(order), _ -> Optional.of(TwoRegisters.of(order)));
    }
    assertEquals(MULTISETS, ends.size());
    assertEquals(ORDERS, orders.size());
    applyRoundByRound(orders);
    for (int i = 0; i < orders.size(); i++) {
      List<StoredRecord> order = orders.get(i);
      Optional<StoredRecord> left = store.read(Arbitraries.single("order" + i));
      assertEquals(ends.get(multiset(order)), left, () -> "order " + order);
    }
  }

  /** Returns every sequence of 1 to {@link #LARGEST_MULTISET} of {@code writes}. */
  private static List<List<StoredRecord>> sequences(List<StoredRecord> writes) {
    List<List<StoredRecord>> all = new ArrayList<>();
    List<List<StoredRecord>> shorter = List.of(List.of());
    for (int size = 1; size <= LARGEST_MULTISET; size++) {
      List<List<StoredRecord>> longer = new ArrayList<>();
      for (List<StoredRecord> sequence : shorter) {
        for (StoredRecord write : writes) {
          List<StoredRecord> next = new ArrayList<>(sequence);
          next.add(write);
          longer.add(List.copyOf(next));
        }
      }
      all.addAll(longer);
      shorter = longer;
    }
    return all;
  }

  /** Returns how often each write comes in {@code order}. */
  private static Map<StoredRecord, Integer> multiset(List<StoredRecord> order) {
    Map<StoredRecord, Integer> counts = new HashMap<>();
    order.forEach(write -> counts.merge(write, 1, Integer::sum));
    return counts;
  }

  /** The first write of every order, then the second of every order, and so on. */
  private void applyRoundByRound(List<List<StoredRecord>> orders) {
    List<Merge> batch = new ArrayList<>();
    for (int round = 0; round < LARGEST_MULTISET; round++) {
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
