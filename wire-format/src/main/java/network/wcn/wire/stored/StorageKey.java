package network.wcn.wire.stored;

import java.nio.ByteBuffer;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.keyspace.KeyPosition;
import network.wcn.domain.record.MapKey;
import network.wcn.wire.MalformedMessage;

/**
 * The stored form of a key: {@code u64 BE position || u32 BE length of data || data}.
 *
 * @param position of the key in the key space, unsigned 64 bits
 * @param data {@code 00 || namespace (21 bytes) || key} in every key that the network makes
 * @see "protocol/wire.md section 7"
 */
record StorageKey(long position, Bytes data) {
  static final int HEAD_SIZE_BYTES = Long.BYTES + Integer.BYTES;

  private static final byte KIND = 0;
  private static final int KEY_OFFSET = 1 + Namespace.SIZE_BYTES;

  /** Returns the bytes of the storage key of {@code key}. */
  static Bytes encode(Namespace namespace, Bytes key) {
    int dataSize = KEY_OFFSET + key.size();
    byte[] encoded = new byte[HEAD_SIZE_BYTES + dataSize];
    ByteBuffer.wrap(encoded)
        .putLong(KeyPosition.of(key))
        .putInt(dataSize)
        .put(KIND)
        .put(namespace.operator().address().unsafeArray())
        .put((byte) namespace.index())
        .put(key.unsafeArray());
    return Bytes.wrap(encoded);
  }

  /**
   * Reads the storage key that {@code encoded} begins with.
   *
   * @throws MalformedMessage if it ends before the key does
   */
  static StorageKey decodePrefix(Bytes encoded) {
    if (encoded.size() < HEAD_SIZE_BYTES) {
      throw new MalformedMessage(
          "a storage key has at least " + HEAD_SIZE_BYTES + " bytes, got " + encoded.size());
    }
    ByteBuffer head = ByteBuffer.wrap(encoded.unsafeArray());
    long position = head.getLong();
    long dataSize = Integer.toUnsignedLong(head.getInt());
    if (dataSize > encoded.size() - HEAD_SIZE_BYTES) {
      throw new MalformedMessage(
          "a storage key announces "
              + dataSize
              + " bytes of data, "
              + (encoded.size() - HEAD_SIZE_BYTES)
              + " are left");
    }
    return new StorageKey(
        position, encoded.slice(HEAD_SIZE_BYTES, HEAD_SIZE_BYTES + (int) dataSize));
  }

  /**
   * Reads a storage key.
   *
   * @throws MalformedMessage if {@code encoded} is not exactly one
   */
  static StorageKey decode(Bytes encoded) {
    StorageKey key = decodePrefix(encoded);
    if (key.sizeBytes() != encoded.size()) {
      throw new MalformedMessage(
          "a storage key of "
              + key.sizeBytes()
              + " bytes is followed by more, up to "
              + encoded.size());
    }
    return key;
  }

  int sizeBytes() {
    return HEAD_SIZE_BYTES + data.size();
  }

  /**
   * Returns namespace and key.
   *
   * @throws MalformedMessage if the data holds no namespace, or the key's position is another one:
   *     it would be looked for elsewhere
   */
  MapKey parts() {
    if (data.size() < KEY_OFFSET || data.at(0) != KIND) {
      throw new MalformedMessage("a storage key's data is 00, a namespace and a key, got " + data);
    }
    MapKey parts =
        new MapKey(
            Namespace.fromBytes(data.slice(1, KEY_OFFSET)), data.slice(KEY_OFFSET, data.size()));
    long expected = KeyPosition.of(parts.key());
    if (position != expected) {
      throw new MalformedMessage(
          "the key's position is "
              + Long.toUnsignedString(expected)
              + ", the storage key says "
              + Long.toUnsignedString(position));
    }
    return parts;
  }
}
