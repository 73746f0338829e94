package network.wcn.domain.keyspace;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import network.wcn.domain.Bytes;

/**
 * Where a key falls in the key space: an unsigned 64-bit number, carried in a {@code long} and
 * compared with {@link Long#compareUnsigned}.
 */
public final class KeyPosition {
  static final Hasher64 XXH3 = Hashing.xxh3_64();

  private KeyPosition() {}

  /**
   * Returns the position of a key.
   *
   * <p>XXH3-64, seed 0, over the key's length (8 bytes, little-endian) and then the key. The
   * namespace is left out; a map's fields share the position of its key. Coordinators and databases
   * must agree on this to the bit.
   *
   * @param key any length, including empty
   * @return unsigned 64-bit position
   * @see "protocol/wire.md section 6"
   */
  public static long of(Bytes key) {
    byte[] hashed = new byte[Long.BYTES + key.size()];
    ByteBuffer.wrap(hashed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(key.size())
        .put(key.unsafeArray());
    return XXH3.hashBytesToLong(hashed);
  }
}
