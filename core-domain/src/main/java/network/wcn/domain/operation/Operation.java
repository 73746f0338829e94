package network.wcn.domain.operation;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;

/**
 * A request against one key: one of the twelve of the storage API. Reads and writes are told apart
 * by type, never by a flag.
 *
 * @see "protocol/wire.md section 5"
 */
public sealed interface Operation {
  Namespace namespace();

  /** Returns the key that decides the shard. */
  Bytes key();

  /** An operation that changes nothing that clients can see. */
  sealed interface Read extends Operation {}

  /** A read of exactly one record. */
  sealed interface RecordRead extends Read {
    RecordKey recordKey();
  }

  /** A read of a map. */
  sealed interface MapRead extends Read {
    default MapKey mapKey() {
      return new MapKey(namespace(), key());
    }
  }

  /** An operation that changes one record. */
  sealed interface Write extends Operation {
    RecordKey recordKey();

    /** Version the write carries; the greatest version wins on every replica. */
    RecordVersion version();

    /**
     * Returns the record that replicas merge into what they hold, or nothing when the version is 0:
     * such a write is answered but never takes effect.
     */
    Optional<StoredRecord> incoming();
  }

  /** Asks for a single record. */
  record Get(Namespace namespace, Bytes key) implements RecordRead {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Single(namespace, key);
    }
  }

  /** Stores a single record. */
  record Set(
      Namespace namespace, Bytes key, Bytes value, Expiration expiration, RecordVersion version)
      implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Single(namespace, key);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return valueOf(value, expiration, version);
    }
  }

  /** Deletes a single record. */
  record Del(Namespace namespace, Bytes key, RecordVersion version) implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Single(namespace, key);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return tombstoneOf(version);
    }
  }

  /** Asks when a single record expires. */
  record GetExp(Namespace namespace, Bytes key) implements RecordRead {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Single(namespace, key);
    }
  }

  /** Changes when a single record expires. */
  record SetExp(Namespace namespace, Bytes key, Expiration expiration, RecordVersion version)
      implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Single(namespace, key);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return bareExpirationOf(expiration, version);
    }
  }

  /** Asks for one field of a map. */
  record HGet(Namespace namespace, Bytes key, Bytes field) implements RecordRead {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Field(namespace, key, field);
    }
  }

  /** Stores one field of a map. */
  record HSet(
      Namespace namespace,
      Bytes key,
      Bytes field,
      Bytes value,
      Expiration expiration,
      RecordVersion version)
      implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Field(namespace, key, field);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return valueOf(value, expiration, version);
    }
  }

  /** Deletes one field of a map. */
  record HDel(Namespace namespace, Bytes key, Bytes field, RecordVersion version) implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Field(namespace, key, field);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return tombstoneOf(version);
    }
  }

  /** Asks when one field of a map expires. */
  record HGetExp(Namespace namespace, Bytes key, Bytes field) implements RecordRead {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Field(namespace, key, field);
    }
  }

  /** Changes when one field of a map expires. */
  record HSetExp(
      Namespace namespace, Bytes key, Bytes field, Expiration expiration, RecordVersion version)
      implements Write {
    @Override
    public RecordKey recordKey() {
      return new RecordKey.Field(namespace, key, field);
    }

    @Override
    public Optional<StoredRecord> incoming() {
      return bareExpirationOf(expiration, version);
    }
  }

  /** Asks how many live fields a map has. */
  record HCard(Namespace namespace, Bytes key) implements MapRead {}

  /**
   * Asks for a page of a map.
   *
   * @param count how many live entries at most, unsigned 32 bits; 0 is served as 1
   * @param cursor field after which the page begins (it need not exist), or none for the start
   */
  record HScan(Namespace namespace, Bytes key, int count, Optional<Bytes> cursor)
      implements MapRead {}

  private static Optional<StoredRecord> valueOf(
      Bytes value, Expiration expiration, RecordVersion version) {
    return version.isNone()
        ? Optional.empty()
        : Optional.of(StoredRecord.value(value, expiration, version));
  }

  private static Optional<StoredRecord> tombstoneOf(RecordVersion version) {
    return version.isNone() ? Optional.empty() : Optional.of(StoredRecord.tombstone(version));
  }

  private static Optional<StoredRecord> bareExpirationOf(
      Expiration expiration, RecordVersion version) {
    return version.isNone()
        ? Optional.empty()
        : Optional.of(StoredRecord.bareExpiration(expiration, version));
  }
}
