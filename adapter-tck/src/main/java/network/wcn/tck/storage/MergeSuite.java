package network.wcn.tck.storage;

import static network.wcn.tck.storage.Arbitraries.bareExpiration;
import static network.wcn.tck.storage.Arbitraries.conflicts;
import static network.wcn.tck.storage.Arbitraries.single;
import static network.wcn.tck.storage.Arbitraries.tombstone;
import static network.wcn.tck.storage.Arbitraries.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.MergeResult;
import org.junit.jupiter.api.Test;

/** How an engine merges: into nothing, into what is stored, and within one batch. */
public abstract class MergeSuite extends StoreSuite {
  private static final RecordKey KEY = single("key");
  private static final RecordKey FIELD = Arbitraries.map("key").field(Bytes.utf8("field"));

  protected MergeSuite(StoreFactory factory) {
    super(factory);
  }

  @Test
  void nothingIsReadWhereNothingWasWritten() {
    assertEquals(Optional.empty(), store.read(KEY));
    assertEquals(Optional.empty(), store.readHeader(FIELD));
    assertEquals(List.of(), fields(Arbitraries.map("key")));
  }

  @Test
  void everyKindOfRecordIsReadBackWhole() {
    int number = 0;
    for (StoredRecord row : conflicts()) {
      for (RecordKey key :
          List.of(single("k" + number), Arbitraries.map("m").field(Bytes.utf8("f" + number)))) {
        assertEquals(List.of(STORED), apply(key, row));
        assertEquals(Optional.of(row), store.read(key));
        assertEquals(Optional.of(row.header()), store.readHeader(key));
      }
      number++;
    }
  }

  @Test
  void everyPairOfWritesEndsEqualInBothOrders() {
    int number = 0;
    for (StoredRecord first : conflicts()) {
      for (StoredRecord second : conflicts()) {
        Optional<StoredRecord> merged = Optional.of(TwoRegisters.of(List.of(first, second)));
        RecordKey apart = single("apart" + number);
        RecordKey together = single("together" + number);
        MergeResult expected = merged.equals(Optional.of(first)) ? UNCHANGED : STORED;
        apply(apart, first);
        assertEquals(List.of(expected), apply(apart, second), first + " then " + second);
        assertEquals(List.of(STORED, expected), apply(together, first, second));
        assertEquals(merged, store.read(apart), first + " then " + second);
        assertEquals(merged, store.read(together), first + " and " + second);
        number++;
      }
    }
  }

  @Test
  void everyTripleOfWritesEndsEqualWhereverABatchEnds() {
    List<StoredRecord> writes = conflicts();
    Arbitraries any = new Arbitraries(1);
    for (int number = 0; number < 500; number++) {
      List<StoredRecord> triple = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        triple.add(writes.get(any.below(writes.size())));
      }
      RecordKey key = single("k" + number);
      if (any.below(2) == 0) {
        apply(key, triple.get(0));
        apply(key, triple.get(1), triple.get(2));
      } else {
        apply(key, triple.get(0), triple.get(1));
        apply(key, triple.get(2));
      }
      assertEquals(Optional.of(TwoRegisters.of(triple)), store.read(key), triple::toString);
    }
  }

  @Test
  void ofEqualVersionsTheGreaterPayloadStaysInEitherOrder() {
    StoredRecord small = value("\u0001", 100, 1);
    StoredRecord great =
        StoredRecord.value(
            Bytes.of((byte) 0xff), small.header().expiration(), small.header().version());
    apply(single("up"), small);
    apply(single("up"), great);
    apply(single("down"), great);
    assertEquals(List.of(UNCHANGED), apply(single("down"), small));
    assertEquals(Optional.of(great), store.read(single("up")));
    assertEquals(Optional.of(great), store.read(single("down")));
  }

  @Test
  void aNewExpirationKeepsThePayload() {
    apply(KEY, value("payload", 100, 1));
    apply(KEY, bareExpiration(500, 2));
    StoredRecord row = store.read(KEY).orElseThrow();
    assertEquals(Bytes.utf8("payload"), row.payload());
    assertEquals(new Expiration(Arbitraries.NOW + 500), row.header().expiration());
    assertEquals(Arbitraries.version(1), row.header().payloadVersion());
    assertEquals(Arbitraries.version(2), row.header().version());
  }

  @Test
  void anOlderValueFillsABareExpirationThatCameFirst() {
    apply(KEY, bareExpiration(500, 2));
    apply(KEY, value("late", 100, 1));
    StoredRecord row = store.read(KEY).orElseThrow();
    assertEquals(Bytes.utf8("late"), row.payload());
    assertEquals(new Expiration(Arbitraries.NOW + 500), row.header().expiration());
  }

  @Test
  void aRepeatedWriteChangesNothing() {
    assertEquals(List.of(STORED, UNCHANGED), apply(KEY, value("v", 100, 1), value("v", 100, 1)));
    assertEquals(List.of(UNCHANGED), apply(KEY, value("v", 100, 1)));
  }

  @Test
  void versionsAndExpirationsAreUnsigned() {
    RecordVersion greatest = new RecordVersion(-1L);
    StoredRecord last = StoredRecord.value(Bytes.utf8("last"), new Expiration(-1L), greatest);
    apply(KEY, StoredRecord.value(Bytes.utf8("x"), new Expiration(1), new RecordVersion(1)));
    apply(KEY, last);
    assertEquals(List.of(UNCHANGED), apply(KEY, tombstone(1)));
    assertEquals(Optional.of(last), store.read(KEY));
  }

  @Test
  void aRecordAndAFieldOfOneKeyAreTwo() {
    apply(KEY, value("single", 100, 1));
    apply(FIELD, value("field", 100, 1));
    assertEquals(Bytes.utf8("single"), store.read(KEY).orElseThrow().payload());
    assertEquals(Bytes.utf8("field"), store.read(FIELD).orElseThrow().payload());
  }

  @Test
  void namespacesAreApart() {
    Bytes key = Bytes.utf8("key");
    for (int index = 0; index < 3; index++) {
      apply(new RecordKey.Single(Arbitraries.namespace(index), key), value("v" + index, 100, 1));
    }
    for (int index = 0; index < 3; index++) {
      RecordKey mine = new RecordKey.Single(Arbitraries.namespace(index), key);
      assertEquals(Bytes.utf8("v" + index), store.read(mine).orElseThrow().payload());
    }
  }

  @Test
  void anEmptyBatchIsAnsweredEmpty() {
    assertEquals(List.of(), store.apply(List.of()));
  }

  @Test
  void emptyKeysFieldsAndValuesAreStored() {
    StoredRecord empty = value("", 100, 1);
    RecordKey key = single("");
    RecordKey field = Arbitraries.map("").field(Bytes.empty());
    apply(key, empty);
    apply(field, empty);
    assertEquals(Optional.of(empty), store.read(key));
    assertEquals(List.of(new SeenField(Bytes.empty(), empty)), fields(Arbitraries.map("")));
  }

  @Test
  void theLongestKeyIsStoredAndALongerOneRefusedAlone() {
    int longest = store.longestKeyBytes();
    StoredRecord row = value("v", 100, 1);
    RecordKey fits = new RecordKey.Single(Arbitraries.namespace(0), Bytes.wrap(new byte[longest]));
    RecordKey tooLong =
        new RecordKey.Single(Arbitraries.namespace(0), Bytes.wrap(new byte[longest + 1]));
    RecordKey fieldFits = Arbitraries.map("k").field(Bytes.wrap(new byte[longest - 1]));
    RecordKey fieldTooLong = Arbitraries.map("k").field(Bytes.wrap(new byte[longest]));
    List<MergeResult> results =
        store.apply(
            List.of(
                new Merge(tooLong, row),
                new Merge(fits, row),
                new Merge(fieldTooLong, row),
                new Merge(fieldFits, row)));
    assertInstanceOf(MergeResult.Refused.class, results.get(0));
    assertEquals(STORED, results.get(1));
    assertInstanceOf(MergeResult.Refused.class, results.get(2));
    assertEquals(STORED, results.get(3));
    assertEquals(Optional.of(row), store.read(fits));
    assertEquals(Optional.of(row), store.read(fieldFits));
    assertEquals(Optional.empty(), store.read(tooLong));
    assertEquals(Optional.empty(), store.readHeader(fieldTooLong));
  }

  @Test
  void valuesOfAllSizesAreStored() {
    for (int size :
        new int[] {1, 255, 256, 16_359, 16_360, 16_384, 65_535, 1 << 20, (8 << 20) - 100}) {
      byte[] payload = new byte[size];
      payload[size - 1] = 7;
      StoredRecord row =
          StoredRecord.value(
              Bytes.wrap(payload), new Expiration(Arbitraries.NOW + 9), Arbitraries.version(1));
      apply(single("size" + size), row);
      assertEquals(Optional.of(row), store.read(single("size" + size)));
    }
  }

  @Test
  void oneBatchMayHoldThousandsOfWritesToOneKey() {
    List<Merge> merges = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      merges.add(new Merge(KEY, value("v" + i, 100, i)));
    }
    store.apply(merges);
    assertEquals(Bytes.utf8("v5000"), store.read(KEY).orElseThrow().payload());
  }
}
