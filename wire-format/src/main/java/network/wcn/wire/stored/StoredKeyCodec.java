package network.wcn.wire.stored;

import java.nio.ByteBuffer;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;

/**
 * Translates the keys of stored records.
 *
 * <p>A single record is kept under {@code u64 BE position || u32 BE length || 00 || namespace ||
 * key}, a field of a map under the same and the field as a postcard byte string. Keys sort by
 * position; the fields of one map lie side by side in {@link network.wcn.domain.record.FieldOrder}.
 *
 * @see "protocol/wire.md section 7"
 */
public final class StoredKeyCodec {
  private StoredKeyCodec() {}

  /** Returns the stored form of {@code key}. */
  public static Bytes encode(RecordKey key) {
    return switch (key) {
      case RecordKey.Single(var namespace, var name) -> StorageKey.encode(namespace, name);
      case RecordKey.Field(var namespace, var name, var field) -> {
        Bytes prefix = StorageKey.encode(namespace, name);
        yield Postcard.encode(out -> {
          out.fixed(prefix);
          out.bytes(field);
        });
      }
    };
  }

  /** Returns what the stored forms of all fields of {@code map}, and of no other, begin with. */
  public static Bytes prefix(MapKey map) {
    return StorageKey.encode(map.namespace(), map.key());
  }

  /**
   * Reads the stored form of a single record's key.
   *
   * @throws MalformedMessage if {@code encoded} is none, or names a position that is not its key's
   */
  public static RecordKey.Single decodeSingle(Bytes encoded) {
    MapKey parts = StorageKey.decode(encoded).parts();
    return new RecordKey.Single(parts.namespace(), parts.key());
  }

  /**
   * Reads the stored form of a field's key; what follows the field is ignored.
   *
   * @throws MalformedMessage if {@code encoded} is none, or names a position that is not its key's
   */
  public static RecordKey.Field decodeField(Bytes encoded) {
    StorageKey key = StorageKey.decodePrefix(encoded);
    return key.parts().field(fieldAfter(key.sizeBytes(), encoded));
  }

  /**
   * Reads the field out of a key that is known to begin with a {@linkplain #prefix map's prefix}.
   *
   * @param prefixSizeBytes size of that prefix, at most that of {@code encoded}
   * @throws MalformedMessage if no field follows the prefix
   */
  public static Bytes fieldAfter(int prefixSizeBytes, Bytes encoded) {
    return new PostcardReader(encoded.slice(prefixSizeBytes, encoded.size())).bytes();
  }

  /** Returns the lowest bytes with which a key of {@code position} can begin, inclusive. */
  public static Bytes lowerBound(long position) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
  }

  /**
   * Returns the bytes before which all keys up to {@code position} lie, exclusive; nothing if that
   * is the greatest position of all.
   */
  public static Optional<Bytes> upperBound(long position) {
    return position == -1L ? Optional.empty() : Optional.of(lowerBound(position + 1));
  }
}
