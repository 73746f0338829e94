package network.wcn.wire.storage;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.stored.StoredKeyCodec;
import network.wcn.wire.stored.StoredValue;

/**
 * One item of a transfer of stored records: the payload of one frame.
 *
 * @see "protocol/wire.md section 5"
 */
public sealed interface DataItem {
  /**
   * One stored record.
   *
   * @param type where it is kept
   * @param key in stored form, see {@link network.wcn.wire.stored.StoredKeyCodec}
   * @param value in stored form, see {@link network.wcn.wire.stored.StoredValue}
   */
  record Frame(Type type, Bytes key, Bytes value) implements DataItem {
    /** Returns the frame that carries {@code record}. */
    public static Frame of(RecordKey key, StoredRecord record) {
      Type type =
          switch (key) {
            case RecordKey.Single _ -> Type.KV;
            case RecordKey.Field _ -> Type.MAP;
          };
      return new Frame(type, StoredKeyCodec.encode(key), StoredValue.of(record).encode());
    }

    /**
     * Reads the key.
     *
     * @throws network.wcn.wire.MalformedMessage if it is no stored key of this type
     */
    public RecordKey recordKey() {
      return switch (type) {
        case KV -> StoredKeyCodec.decodeSingle(key);
        case MAP -> StoredKeyCodec.decodeField(key);
      };
    }

    /**
     * Reads the value.
     *
     * @return nothing if its version is 0, which is older than nothing at all
     * @throws network.wcn.wire.MalformedMessage if it is no stored value
     */
    public Optional<StoredRecord> record() {
      return StoredValue.decode(value).record();
    }
  }

  /**
   * The end of a transfer; nothing is complete without it.
   *
   * @param frameCount how many frames came before, unsigned 64 bits
   */
  record Done(long frameCount) implements DataItem {}

  /** Where a record is kept. */
  enum Type {
    /** Under a key of its own. */
    KV,
    /** Under a field of a map. */
    MAP
  }
}
