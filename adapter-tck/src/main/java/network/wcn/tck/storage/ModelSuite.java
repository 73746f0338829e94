package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import network.wcn.port.storage.NotInMemory;
import network.wcn.port.storage.PositionRange;
import org.junit.jupiter.api.Test;

/**
 * An engine against a plain map in memory: long random runs of writes, reads, walks, purges,
 * reopenings and moves of the clock, and every order of every small multiset of writes.
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

  private PossibleRecords model = new PossibleRecords(Arbitraries.NOW);
  private long now = Arbitraries.NOW;
  private long latest = now;

  protected ModelSuite(StoreFactory factory) {
    super(factory);
  }

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
    latest = now;
    clock.set(now);
    store.close();
    store = open("seed" + seed);
    model = new PossibleRecords(now);
    Arbitraries any = new Arbitraries(seed);
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + ", step " + step;
      switch (any.below(14)) {
        case 0, 1 -> moveClock(any);
        case 2 -> purge();
        case 3 -> {
          store.close();
          store = open("seed" + seed);
        }
        case 4 -> checkAll(where);
        case 5 -> checkMap(any, where);
        case 6 -> checkRead(any.key(), where);
        default -> write(any, where);
      }
    }
    checkAll("seed " + seed + ", before the end");
    purge();
    checkAll("seed " + seed + ", at the end");
  }

  /**
   * Moves the clock on, or back by the leeway at most: by a clock that fell further nothing may be
   * forgotten, which the contract leaves to engines.
   */
  private void moveClock(Arbitraries any) {
    if (any.below(4) == 0) {
      now = latest - any.below((int) Retention.LEEWAY_SECONDS + 1);
    } else {
      now += any.below(4) * 3_600L + any.below(2);
    }
    latest = Math.max(latest, now);
    model.clockMovedTo(now);
    clock.set(now);
  }

  private void purge() {
    store.purge();
    model.purged();
  }

  private void write(Arbitraries any, String where) {
    List<Merge> merges = new ArrayList<>();
    int size = any.below(40);
    for (int i = 0; i < size; i++) {
      merges.add(new Merge(any.key(), any.write(now)));
    }
    List<MergeResult> results = store.apply(merges);
    assertEquals(size, results.size(), where);
    for (int i = 0; i < size; i++) {
      model.merged(merges.get(i), results.get(i), where);
    }
    merges.forEach(merge -> checkInMemory(merge.key(), where));
  }

  private void checkRead(RecordKey key, String where) {
    model.checkRecord(key, store.read(key), where);
    model.checkHeader(key, store.readHeader(key), where);
    checkInMemory(key, where);
  }

  private void checkInMemory(RecordKey key, String where) {
    try {
      model.checkHeader(key, store.inMemory().readHeader(key), where);
      model.checkRecord(key, store.inMemory().read(key), where);
    } catch (NotInMemory _) {
      // An engine keeps there what it likes.
    }
  }

  private void checkMap(Arbitraries any, String where) {
    MapKey map = new MapKey(Arbitraries.namespace(any.below(2)), any.name());
    model.checkMap(map, fields(map), where);
  }

  private void checkAll(String where) {
    model.checkAll(export(store, PositionRange.ALL), where);
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
