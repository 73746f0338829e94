package network.wcn.tck.storage;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.keyspace.KeyPosition;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;

/**
 * A key in the order of its stored form: by position, size and bytes of namespace and key, field.
 *
 * <p>Written against the words of the format and not with its codec, so that the suites do not take
 * an error of the codec for the truth.
 *
 * @see "protocol/wire.md section 7"
 */
record StoredPlace(long position, Bytes namespace, Bytes key, Bytes field)
    implements Comparable<StoredPlace> {

  static StoredPlace of(RecordKey key) {
    return switch (key) {
      case RecordKey.Single single -> of(single.namespace(), single.key(), Bytes.empty());
      case RecordKey.Field field -> of(field.namespace(), field.key(), field.field());
    };
  }

  /** Returns the place of the first field that a map can have. */
  static StoredPlace first(MapKey map) {
    return of(map.namespace(), map.key(), Bytes.empty());
  }

  private static StoredPlace of(Namespace namespace, Bytes key, Bytes field) {
    return new StoredPlace(KeyPosition.of(key), namespace.toBytes(), key, field);
  }

  boolean isOf(MapKey map) {
    return key.equals(map.key()) && namespace.equals(map.namespace().toBytes());
  }

  @Override
  public int compareTo(StoredPlace other) {
    int order = Long.compareUnsigned(position, other.position);
    if (order == 0) {
      order = Integer.compare(key.size(), other.key.size());
    }
    if (order == 0) {
      order = namespace.compareTo(other.namespace);
    }
    if (order == 0) {
      order = key.compareTo(other.key);
    }
    return order == 0 ? FieldOrder.INSTANCE.compare(field, other.field) : order;
  }
}
