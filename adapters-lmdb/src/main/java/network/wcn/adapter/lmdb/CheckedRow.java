package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.RowForm;
import network.wcn.wire.stored.RowKey;

/**
 * How a row is kept so that damage is noticed: LMDB has no checksums of its own.
 *
 * <pre>
 *  0 .. 24  header, see {@link RowForm}
 * 25 .. 28  CRC32C of the key and the header, big-endian
 * 29 .. 32  CRC32C of the key, the header and the payload, big-endian
 * 33 ..     payload
 * </pre>
 *
 * <p>Two, because merges, counts and the sweep want the header only: they check it without touching
 * the pages of a large payload. The key is part of both, so that a row cannot pass for another one.
 */
final class CheckedRow {
  private static final int CHECKSUMS_BYTES = 2 * Integer.BYTES;
  private static final int PREFIX_BYTES = RowForm.HEADER_BYTES + CHECKSUMS_BYTES;

  private CheckedRow() {}

  /** Returns the size of the row that keeps {@code record}. */
  static int sizeBytes(StoredRecord record) {
    return PREFIX_BYTES + record.payload().size();
  }

  /** Writes the row that keeps {@code record} to {@code out}, which has its size. */
  static void put(ByteBuffer out, RowKey key, StoredRecord record) {
    byte[] payload = record.payload().unsafeArray();
    RowForm.putHeader(out, record.header());
    CRC32C checksum = checksum(key, out.duplicate().flip());
    out.putInt((int) checksum.getValue());
    checksum.update(payload);
    out.putInt((int) checksum.getValue()).put(payload);
  }

  private static CRC32C checksum(RowKey key, ByteBuffer header) {
    CRC32C checksum = new CRC32C();
    checksum.update(key.content());
    checksum.update(header);
    return checksum;
  }

  /**
   * Returns the header of the row {@code value}, whose position moves to the second checksum.
   *
   * @throws network.wcn.port.storage.StoreFault of kind {@code CORRUPT} if key or header are not
   *     what was stored
   */
  static RecordHeader header(RowKey key, ByteBuffer value) {
    checkHeader(key, value);
    return takeHeader(value);
  }

  /** Returns the checksum of key and header, which is found to be right. */
  private static CRC32C checkHeader(RowKey key, ByteBuffer value) {
    int start = value.position();
    if (value.remaining() < PREFIX_BYTES) {
      throw LmdbFaults.damaged(key);
    }
    CRC32C checksum = checksum(key, value.slice(start, RowForm.HEADER_BYTES));
    if (value.getInt(start + RowForm.HEADER_BYTES) != (int) checksum.getValue()) {
      throw LmdbFaults.damaged(key);
    }
    return checksum;
  }

  private static RecordHeader takeHeader(ByteBuffer value) {
    RecordHeader header = RowForm.header(value);
    value.position(value.position() + Integer.BYTES);
    return header;
  }

  /** Returns the payload's size; {@code value} is where {@link #header} has left it. */
  static int payloadSizeBytes(ByteBuffer value) {
    return value.remaining() - Integer.BYTES;
  }

  /**
   * Returns the record of the row {@code value}, to whose end its position moves.
   *
   * @throws network.wcn.port.storage.StoreFault of kind {@code CORRUPT} if key, header or payload
   *     are not what was stored
   */
  static StoredRecord decode(RowKey key, ByteBuffer value) {
    CRC32C checksum = checkHeader(key, value);
    RecordHeader header = takeHeader(value);
    int expected = value.getInt();
    Bytes payload = Bytes.of(value);
    checksum.update(payload.unsafeArray());
    if ((int) checksum.getValue() != expected) {
      throw LmdbFaults.damaged(key);
    }
    return new StoredRecord(header, payload);
  }
}
