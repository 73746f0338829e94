package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;
import org.junit.jupiter.api.Test;

final class CheckedRowTest {
  private static final Namespace NAMESPACE =
      Namespace.parse("0x00000000000000000000000000000000000000a1/3");
  private static final RowKey KEY =
      RowKey.of(new RecordKey.Single(NAMESPACE, Bytes.utf8("the key")));
  private static final RecordVersion VERSION = new RecordVersion(1_770_000_000_000_000L);
  private static final Expiration LATER = new Expiration(1_770_000_100);
  private static final StoredRecord VALUE =
      StoredRecord.value(Bytes.utf8("the value"), LATER, VERSION);

  private static byte[] row(RowKey key, StoredRecord record) {
    ByteBuffer out = ByteBuffer.allocateDirect(CheckedRow.sizeBytes(record));
    CheckedRow.put(out, key, record);
    byte[] row = new byte[out.flip().remaining()];
    out.get(row);
    return row;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] damaged = bytes.clone();
    damaged[bit / 8] ^= (byte) (1 << bit % 8);
    return damaged;
  }

  private static void assertDamaged(Supplier<?> reading, String what) {
    assertEquals(
        StoreFault.Kind.CORRUPT, assertThrows(StoreFault.class, reading::get, what).kind());
  }

  @Test
  void whatWasPutIsRead() {
    for (StoredRecord record :
        List.of(
            VALUE,
            StoredRecord.value(Bytes.empty(), LATER, VERSION),
            StoredRecord.tombstone(VERSION),
            StoredRecord.bareExpiration(LATER, VERSION))) {
      ByteBuffer value = ByteBuffer.wrap(row(KEY, record));
      assertEquals(record, CheckedRow.decode(KEY, value.duplicate()));
      assertEquals(record.header(), CheckedRow.header(KEY, value));
      assertEquals(record.payload().size(), CheckedRow.payloadSizeBytes(value));
    }
  }

  @Test
  void everyFlippedBitOfTheRowIsNoticed() {
    byte[] row = row(KEY, VALUE);
    for (int bit = 0; bit < row.length * 8; bit++) {
      ByteBuffer damaged = ByteBuffer.wrap(flipped(row, bit));
      assertDamaged(() -> CheckedRow.decode(KEY, damaged.duplicate()), "bit " + bit);
      if (bit < (RowForm.HEADER_BYTES + Integer.BYTES) * 8) {
        assertDamaged(() -> CheckedRow.header(KEY, damaged), "bit " + bit);
      }
    }
  }

  @Test
  void everyFlippedBitOfTheKeyIsNoticed() {
    byte[] row = row(KEY, VALUE);
    for (int bit = 0; bit < KEY.content().length * 8; bit++) {
      RowKey damaged = new RowKey(KEY.table(), flipped(KEY.content(), bit));
      assertDamaged(() -> CheckedRow.decode(damaged, ByteBuffer.wrap(row)), "bit " + bit);
      assertDamaged(() -> CheckedRow.header(damaged, ByteBuffer.wrap(row)), "bit " + bit);
    }
  }

  @Test
  void aRowThatWasCutIsNoticed() {
    byte[] row = row(KEY, VALUE);
    for (int size = 0; size < row.length; size++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(row, size));
      assertDamaged(() -> CheckedRow.decode(KEY, cut), size + " bytes");
    }
  }

  @Test
  void theFaultTellsWhereTheRecordIsAndWhatToDo() {
    byte[] row = flipped(row(KEY, VALUE), 300);
    StoreFault fault =
        assertThrows(StoreFault.class, () -> CheckedRow.decode(KEY, ByteBuffer.wrap(row)));
    String text = fault.toString();
    assertTrue(text.contains("namespace " + NAMESPACE + ", shard "), text);
    assertTrue(text.contains("wcn-db backup restore"), text);
  }
}
