package network.wcn.wire.stored;

import java.util.Arrays;
import java.util.HexFormat;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordKey;

/**
 * Where an engine keeps a record: a table, and in it the stored form of the key, so that rows sort
 * by position and then by key. Compares by content.
 *
 * @param table which of the two
 * @param content the stored form; nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record RowKey(RowTable table, byte[] content) {
  /** Returns where {@code key} is kept. */
  public static RowKey of(RecordKey key) {
    RowTable table =
        switch (key) {
          case RecordKey.Single _ -> RowTable.RECORDS;
          case RecordKey.Field _ -> RowTable.FIELDS;
        };
    return new RowKey(table, StoredKeyCodec.encode(key).unsafeArray());
  }

  /**
   * Returns the key that is kept here.
   *
   * @throws network.wcn.wire.MalformedMessage if no key is
   */
  public RecordKey decode() {
    Bytes key = Bytes.wrap(content);
    return switch (table) {
      case RECORDS -> StoredKeyCodec.decodeSingle(key);
      case FIELDS -> StoredKeyCodec.decodeField(key);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && table == key.table && Arrays.equals(content, key.content);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + table.hashCode();
  }

  @Override
  public String toString() {
    return table + ":" + HexFormat.of().formatHex(content);
  }
}
