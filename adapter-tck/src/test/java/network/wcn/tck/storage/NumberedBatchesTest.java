package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.ExportedRecord;
import org.junit.jupiter.api.Test;

/** What the check behind a crash accepts, and what it tells. */
final class NumberedBatchesTest {
  private static List<ExportedRecord> left(int last) {
    List<ExportedRecord> rows = new ArrayList<>();
    NumberedBatches.left(last).forEach((key, row) -> rows.add(new ExportedRecord(key, row)));
    return rows;
  }

  private static void assertWrong(List<ExportedRecord> stored, int acknowledged, String told) {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> NumberedBatches.check(stored, acknowledged, "here"));
    assertTrue(error.toString().contains(told), error.toString());
  }

  @Test
  void theBatchBehindTheAcknowledgedOnesMayBeThereOrNot() {
    assertEquals(0, NumberedBatches.check(List.of(), 0, "here"));
    assertEquals(20, NumberedBatches.check(left(20), 20, "here"));
    assertEquals(21, NumberedBatches.check(left(21), 20, "here"));
  }

  @Test
  void aTornBatchIsToldWhicheverRecordIsMissing() {
    for (int missing = 0; missing < NumberedBatches.batch(21).size(); missing++) {
      RecordKey key = NumberedBatches.batch(21).get(missing).key();
      List<ExportedRecord> torn = new ArrayList<>(left(21));
      torn.removeIf(row -> row.key().equals(key));
      left(20).stream().filter(row -> row.key().equals(key)).forEach(torn::add);
      assertWrong(torn, 20, key.toString());
    }
  }

  @Test
  void aLostBatchIsTold() {
    assertWrong(left(19), 20, "batches 1 to 20 were acknowledged");
  }

  @Test
  void twoBatchesBehindTheAcknowledgedOnesAreTooMany() {
    assertWrong(left(22), 20, "batches 1 to 20 were acknowledged");
  }

  @Test
  void aRecordThatNobodyWroteIsTold() {
    List<ExportedRecord> rows = new ArrayList<>(left(20));
    rows.add(new ExportedRecord(Arbitraries.single("stray"), Arbitraries.value("stray", 100, 99)));
    assertWrong(rows, 20, Arbitraries.single("stray").toString());
  }

  @Test
  void aRecordThatIsThereTwiceIsTold() {
    List<ExportedRecord> rows = new ArrayList<>(left(20));
    rows.add(rows.getFirst());
    assertWrong(rows, 20, "twice");
  }
}
