package network.wcn.wire.stored;

import java.nio.ByteBuffer;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.MalformedMessage;

/**
 * How our engines keep a record: a header of fixed size and then the payload, so that a merge and
 * the compaction filter read the first bytes only.
 *
 * <pre>
 *  0       kind: 0x10 nothing, 0x11 value, 0x12 tombstone; the upper half is the form's number
 *  1 .. 8  expiration, seconds, big-endian
 *  9 .. 16 version of the expiration, microseconds, big-endian
 * 17 .. 24 version of the payload, microseconds, big-endian; 0 if there is none
 * 25 ..    payload
 * </pre>
 */
public final class RowForm {
  /** Size of the header that every row begins with. */
  public static final int HEADER_BYTES = 25;

  private static final byte NONE = 0x10;
  private static final byte VALUE = 0x11;
  private static final byte TOMBSTONE = 0x12;

  private RowForm() {}

  /** Returns the whole value. */
  public static byte[] encode(StoredRecord row) {
    byte[] value = new byte[size(row)];
    put(ByteBuffer.wrap(value), row);
    return value;
  }

  /** Returns how many bytes the whole value has. */
  public static int size(StoredRecord row) {
    return HEADER_BYTES + row.payload().size();
  }

  /** Writes the whole value, {@link #size} bytes. */
  public static void put(ByteBuffer out, StoredRecord row) {
    putHeader(out, row.header());
    out.put(row.payload().unsafeArray());
  }

  /** Writes {@link #HEADER_BYTES}. */
  public static void putHeader(ByteBuffer out, RecordHeader header) {
    out.put(kind(header.kind()))
        .putLong(header.expiration().unixSeconds())
        .putLong(header.expirationVersion().micros())
        .putLong(header.payloadVersion().micros());
  }

  private static byte kind(PayloadKind kind) {
    return switch (kind) {
      case NONE -> NONE;
      case VALUE -> VALUE;
      case TOMBSTONE -> TOMBSTONE;
    };
  }

  private static PayloadKind kind(byte code) {
    return switch (code) {
      case NONE -> PayloadKind.NONE;
      case VALUE -> PayloadKind.VALUE;
      case TOMBSTONE -> PayloadKind.TOMBSTONE;
      default ->
          throw new MalformedMessage(
              "a stored row begins with 10, 11 or 12, got " + Integer.toHexString(code & 0xff));
    };
  }

  /** Returns the header that {@code value} begins with; its position moves behind the header. */
  public static RecordHeader header(ByteBuffer value) {
    if (value.remaining() < HEADER_BYTES) {
      throw new MalformedMessage(
          "a stored row has at least 25 bytes, this one has " + value.remaining());
    }
    return header(value.get(), value.getLong(), value.getLong(), value.getLong());
  }

  /**
   * Returns the header of those four fields.
   *
   * @throws MalformedMessage if nobody can have written them
   */
  public static RecordHeader header(byte kind, long expiration, long version, long payloadVersion) {
    try {
      return new RecordHeader(
          kind(kind),
          new RecordVersion(payloadVersion),
          new Expiration(expiration),
          new RecordVersion(version));
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("a stored row contradicts itself: " + e.getMessage());
    }
  }

  /** Returns whether a row can begin with {@code kind}. */
  public static boolean isKind(byte kind) {
    return kind >= NONE && kind <= TOMBSTONE;
  }

  /** Returns the record that all remaining bytes of {@code value} are. */
  public static StoredRecord decode(ByteBuffer value) {
    RecordHeader header = header(value);
    Bytes payload = Bytes.of(value);
    if (header.kind() != PayloadKind.VALUE && !payload.isEmpty()) {
      throw new MalformedMessage(
          "a row of kind " + header.kind() + " carries " + payload.size() + " bytes");
    }
    return new StoredRecord(header, payload);
  }
}
