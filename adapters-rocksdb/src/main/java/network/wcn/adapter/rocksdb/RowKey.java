package network.wcn.adapter.rocksdb;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A RocksDB key of one of the two column families; compares by content.
 *
 * @param family which column family
 * @param content the stored form of the key; nobody writes to it
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
record RowKey(Family family, byte[] content) {
  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key
        && family == key.family
        && Arrays.equals(content, key.content);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + family.hashCode();
  }

  @Override
  public String toString() {
    return family + ":" + HexFormat.of().formatHex(content);
  }
}
