package network.wcn.domain.record;

import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;

/** A map: all fields stored under one key. */
public record MapKey(Namespace namespace, Bytes key) {
  /** Returns the place of one field of this map. */
  public RecordKey.Field field(Bytes field) {
    return new RecordKey.Field(namespace, key, field);
  }
}
