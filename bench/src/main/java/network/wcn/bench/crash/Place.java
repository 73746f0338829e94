package network.wcn.bench.crash;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;

/**
 * Where a record is: a key, or a field of a map.
 *
 * @param field none for a single record
 */
record Place(Namespace namespace, Bytes key, Optional<Bytes> field) {
  Operation.Write set(Bytes value, Expiration expiration, RecordVersion version) {
    return field.isPresent()
        ? new Operation.HSet(namespace, key, field.get(), value, expiration, version)
        : new Operation.Set(namespace, key, value, expiration, version);
  }

  Operation.Write delete(RecordVersion version) {
    return field.isPresent()
        ? new Operation.HDel(namespace, key, field.get(), version)
        : new Operation.Del(namespace, key, version);
  }

  Operation.Write extend(Expiration expiration, RecordVersion version) {
    return field.isPresent()
        ? new Operation.HSetExp(namespace, key, field.get(), expiration, version)
        : new Operation.SetExp(namespace, key, expiration, version);
  }

  Operation get() {
    return field.isPresent()
        ? new Operation.HGet(namespace, key, field.get())
        : new Operation.Get(namespace, key);
  }

  @Override
  public String toString() {
    return namespace + " " + key.toUtf8() + field.map(name -> "/" + name.toUtf8()).orElse("");
  }
}
