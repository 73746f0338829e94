package network.wcn.adapter.rocksdb;

import network.wcn.domain.Bytes;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.wire.stored.StoredKeyCodec;

/**
 * RocksDB keys: the stored form of the network, so that files sort by position and then by key.
 *
 * @see "protocol/wire.md section 7"
 */
final class StorageKeys {
  /** Size of the position that every key begins with. */
  static final int POSITION_BYTES = Long.BYTES;

  private StorageKeys() {}

  static RowKey of(RecordKey key) {
    Family family =
        switch (key) {
          case RecordKey.Single _ -> Family.RECORDS;
          case RecordKey.Field _ -> Family.FIELDS;
        };
    return new RowKey(family, StoredKeyCodec.encode(key).unsafeArray());
  }

  /** Returns what the keys of all fields of {@code map} begin with. */
  static byte[] prefix(MapKey map) {
    return StoredKeyCodec.prefix(map).unsafeArray();
  }

  /** Returns where the row {@code content} of {@code family} belongs. */
  static RecordKey decode(Family family, byte[] content) {
    Bytes key = Bytes.wrap(content);
    return switch (family) {
      case RECORDS -> StoredKeyCodec.decodeSingle(key);
      case FIELDS -> StoredKeyCodec.decodeField(key);
    };
  }

  /** Returns the field of the row {@code content} of a map whose prefix has that size. */
  static Bytes fieldAfter(int prefixBytes, byte[] content) {
    return StoredKeyCodec.fieldAfter(prefixBytes, Bytes.wrap(content));
  }
}
