package network.wcn.domain.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import org.junit.jupiter.api.Test;

class StoredRecordTest {
  private static final long NOW = 1_770_000_000L;

  private static StoredRecord value(String value, long expiration, long version) {
    return StoredRecord.value(
        Bytes.utf8(value), new Expiration(expiration), new RecordVersion(version));
  }

  @Test
  void theGreaterVersionWins() {
    StoredRecord older = value("older", NOW + 10, 1);
    StoredRecord newer = value("newer", NOW + 5, 2);

    assertEquals(newer, older.merge(newer));
    assertEquals(newer, newer.merge(older));
  }

  @Test
  void versionsAreUnsigned() {
    StoredRecord small = value("small", NOW, 1);
    StoredRecord huge = value("huge", NOW, -1L);

    assertEquals(huge, huge.merge(small));
  }

  @Test
  void aLateOlderSetKeepsTheNewerExpiration() {
    StoredRecord set = value("value", NOW + 10, 5);
    StoredRecord setExp =
        StoredRecord.bareExpiration(new Expiration(NOW + 99), new RecordVersion(7));

    StoredRecord merged = setExp.merge(set);

    assertEquals(set.merge(setExp), merged);
    assertEquals(Bytes.utf8("value"), merged.payload());
    assertEquals(new Expiration(NOW + 99), merged.header().expiration());
    assertEquals(new RecordVersion(7), merged.header().version());
    assertEquals(new RecordVersion(5), merged.header().payloadVersion());
  }

  @Test
  void aDeleteBetweenASetAndALaterExpirationStillDeletes() {
    StoredRecord set = value("value", NOW + 10, 5);
    StoredRecord delete = StoredRecord.tombstone(new RecordVersion(6));
    StoredRecord setExp =
        StoredRecord.bareExpiration(new Expiration(NOW + 99), new RecordVersion(7));

    StoredRecord merged = set.merge(setExp).merge(delete);

    assertFalse(merged.isLive(NOW));
    assertEquals(PayloadKind.TOMBSTONE, merged.header().kind());
  }

  @Test
  void ofEqualVersionsTheTombstoneWinsThenTheGreaterBytesThenTheLaterExpiration() {
    StoredRecord a = value("a", NOW + 1, 5);
    StoredRecord b = value("b", NOW + 1, 5);
    StoredRecord later = value("a", NOW + 2, 5);
    StoredRecord delete = StoredRecord.tombstone(new RecordVersion(5));

    assertEquals(b, a.merge(b));
    assertEquals(later, later.merge(a));
    assertEquals(PayloadKind.TOMBSTONE, a.merge(delete).header().kind());
    assertEquals(a.merge(delete), delete.merge(a));
  }

  @Test
  void payloadBytesCompareUnsigned() {
    StoredRecord low =
        StoredRecord.value(Bytes.of((byte) 0x7f), new Expiration(NOW), new RecordVersion(1));
    StoredRecord high =
        StoredRecord.value(Bytes.of((byte) 0x80), new Expiration(NOW), new RecordVersion(1));

    assertEquals(high, low.merge(high));
  }

  @Test
  void aRecordDiesAtTheExactSecondOfItsExpiration() {
    StoredRecord record = value("x", NOW, 1);

    assertTrue(record.isLive(NOW - 1));
    assertFalse(record.isLive(NOW));
  }

  @Test
  void everyOrderOfEveryMultisetEndsEqual() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    for (int multiset = 0; multiset < 5_000; multiset++) {
      List<StoredRecord> writes = new ArrayList<>();
      int size = random.nextInt(2, 5);
      for (int i = 0; i < size; i++) {
        writes.add(randomWrite(random));
      }
      StoredRecord expected = writes.stream().reduce(StoredRecord::merge).orElseThrow();
      permute(writes, 0, expected);
    }
  }

  private static StoredRecord randomWrite(SplittableRandom random) {
    RecordVersion version = new RecordVersion(random.nextLong(1, 4));
    Expiration expiration = new Expiration(NOW + random.nextInt(3));
    return switch (random.nextInt(3)) {
      case 0 -> StoredRecord.value(Bytes.utf8("v" + random.nextInt(2)), expiration, version);
      case 1 -> StoredRecord.tombstone(version);
      default -> StoredRecord.bareExpiration(expiration, version);
    };
  }

  private static void permute(List<StoredRecord> writes, int from, StoredRecord expected) {
    if (from == writes.size()) {
      StoredRecord merged = writes.stream().reduce(StoredRecord::merge).orElseThrow();
      assertEquals(expected, merged, () -> "order " + writes);
      assertEquals(expected, merged.merge(writes.getFirst()), "a repetition changes nothing");
      return;
    }
    for (int i = from; i < writes.size(); i++) {
      Collections.swap(writes, from, i);
      permute(writes, from + 1, expected);
      Collections.swap(writes, from, i);
    }
  }

  @Test
  void headersForeseeWhatAMergeChanges() {
    SplittableRandom random = new SplittableRandom(7);
    for (int pair = 0; pair < 20_000; pair++) {
      StoredRecord stored = randomWrite(random).merge(randomWrite(random));
      StoredRecord incoming = randomWrite(random);
      boolean foreseen = StoredRecord.leavesUnchanged(stored.header(), incoming.header());
      if (foreseen) {
        assertEquals(stored, stored.merge(incoming));
      } else if (StoredRecord.choosePayload(stored.header(), incoming.header())
          != PayloadChoice.GREATER) {
        assertFalse(stored.equals(stored.merge(incoming)), stored + " and " + incoming);
      }
    }
  }

  @Test
  void aPayloadNewerThanTheRecordIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new RecordHeader(
                PayloadKind.VALUE,
                new RecordVersion(2),
                new Expiration(NOW),
                new RecordVersion(1)));
  }
}
