package network.wcn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import org.junit.jupiter.api.Test;

class OwnedMapTest {
  private static final int SIZE = 16;

  private final OwnedMap map = new OwnedMap(Bytes.utf8("map"));

  private static MapEntry entry(int field, long sequence) {
    return new MapEntry(
        KeySpace.field(field),
        new LiveRecord(
            ValuePattern.of(sequence, SIZE), new Expiration(1), new RecordVersion(sequence)));
  }

  private static MapPage page(boolean hasNext, MapEntry... entries) {
    return new MapPage(List.of(entries), hasNext);
  }

  private Optional<String> check(MapPage page) {
    return map.check(page, Optional.empty(), 100, SIZE);
  }

  private void store(int... fields) {
    for (int field : fields) {
      map.slot(KeySpace.field(field)).acknowledged(field + 10);
    }
  }

  @Test
  void acceptsExactlyWhatWasWritten() {
    store(1, 2, 3);
    assertEquals(Optional.empty(), check(page(false, entry(1, 11), entry(2, 12), entry(3, 13))));
    assertEquals(Optional.empty(), check(page(true, entry(1, 11), entry(2, 12))));
    assertEquals(Optional.empty(), map.check(3));
  }

  @Test
  void noticesEveryKindOfWrongPage() {
    store(1, 2, 3);
    List<MapPage> wrong = new ArrayList<>();
    wrong.add(page(false, entry(1, 11), entry(3, 13)));
    wrong.add(page(false, entry(1, 11), entry(2, 12)));
    wrong.add(page(true, entry(1, 11), entry(2, 12), entry(3, 13)));
    wrong.add(page(false, entry(1, 11), entry(2, 99), entry(3, 13)));
    wrong.add(page(false, entry(2, 12), entry(1, 11), entry(3, 13)));
    wrong.add(page(false, entry(1, 11), entry(1, 11), entry(2, 12), entry(3, 13)));
    wrong.add(page(false, entry(1, 11), entry(2, 12), entry(3, 13), entry(4, 14)));
    wrong.add(page(true));
    for (MapPage page : wrong) {
      assertTrue(check(page).isPresent(), page::toString);
    }
    assertTrue(map.check(2).isPresent());
    assertTrue(map.check(4).isPresent());
  }

  @Test
  void aWriteWithoutAnAnswerMayBeSeenOrNotButNotComeAndGo() {
    Slot slot = map.slot(KeySpace.field(1));
    slot.unanswered(5);
    assertEquals(Optional.empty(), map.check(0));
    assertEquals(Optional.empty(), map.check(1));
    assertTrue(slot.accepts(5));
    assertFalse(slot.accepts(Slot.ABSENT));
    assertTrue(map.check(0).isPresent());
  }

  @Test
  void aValueSaysWhichWriteItComesFrom() {
    assertEquals(7, ValuePattern.read(ValuePattern.of(7, 1_024), 1_024));
    byte[] damaged = ValuePattern.of(7, 1_024).toArray();
    damaged[500]++;
    assertEquals(ValuePattern.FOREIGN, ValuePattern.read(Bytes.of(damaged), 1_024));
    assertEquals(ValuePattern.FOREIGN, ValuePattern.read(Bytes.empty(), 1_024));
  }
}
