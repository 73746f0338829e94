package network.wcn.domain.record;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;

/** Where a record is kept: under a key of its own, or under a field of a map. */
public sealed interface RecordKey {
  Namespace namespace();

  /** Returns the key that decides the record's shard. */
  Bytes key();

  /** Returns the size of the key and, if there is one, the field, in bytes. */
  int sizeBytes();

  /** The place of a single record. */
  record Single(Namespace namespace, Bytes key) implements RecordKey {
    @Override
    public int sizeBytes() {
      return key.size();
    }
  }

  /** The place of one field of a map. */
  record Field(Namespace namespace, Bytes key, Bytes field) implements RecordKey {
    @Override
    public int sizeBytes() {
      return key.size() + field.size();
    }

    /** Returns the map that the field belongs to. */
    public MapKey map() {
      return new MapKey(namespace, key);
    }
  }
}
