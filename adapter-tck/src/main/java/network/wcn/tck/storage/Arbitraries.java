package network.wcn.tck.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;

/** Records and keys, made from a seed: few keys and close versions, so that they conflict. */
final class Arbitraries {
  /** The second that the suites take for now. */
  static final long NOW = 1_770_000_000L;

  private static final long NOW_MICROS = NOW * 1_000_000;

  private final SplittableRandom random;

  Arbitraries(long seed) {
    random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  static Namespace namespace(int index) {
    byte[] address = new byte[OperatorId.SIZE_BYTES];
    address[0] = (byte) 0xab;
    return new Namespace(new OperatorId(Bytes.of(address)), index);
  }

  static RecordKey single(String key) {
    return new RecordKey.Single(namespace(0), Bytes.utf8(key));
  }

  static MapKey map(String key) {
    return new MapKey(namespace(0), Bytes.utf8(key));
  }

  /** Returns the version of a write {@code micros} after {@link #NOW}. */
  static RecordVersion version(long micros) {
    return new RecordVersion(NOW_MICROS + micros);
  }

  static StoredRecord value(String value, long expiresIn, long versionMicros) {
    return StoredRecord.value(
        Bytes.utf8(value), new Expiration(NOW + expiresIn), version(versionMicros));
  }

  static StoredRecord tombstone(long versionMicros) {
    return StoredRecord.tombstone(version(versionMicros));
  }

  static StoredRecord bareExpiration(long expiresIn, long versionMicros) {
    return StoredRecord.bareExpiration(new Expiration(NOW + expiresIn), version(versionMicros));
  }

  /** Returns writes of two versions of every kind: any two of them conflict somehow. */
  static List<StoredRecord> conflicts() {
    List<StoredRecord> all = new ArrayList<>();
    for (long version = 1; version <= 2; version++) {
      for (String value : List.of("", "a", "b", "ab")) {
        all.add(value(value, 100, version));
      }
      all.add(value("a", 200, version));
      all.add(tombstone(version));
      all.add(bareExpiration(50, version));
      all.add(bareExpiration(300, version));
    }
    return all;
  }

  RecordKey key() {
    Namespace namespace = namespace(below(2));
    Bytes key = name();
    return random.nextBoolean()
        ? new RecordKey.Single(namespace, key)
        : new RecordKey.Field(namespace, key, name());
  }

  /** Returns one of few byte strings: often a prefix of another, some with high bytes. */
  Bytes name() {
    byte[] name = new byte[below(4)];
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) (random.nextBoolean() ? 0x00 : 0xff);
    }
    return Bytes.wrap(name);
  }

  /** Returns a write of a version near {@code unixSeconds}. */
  StoredRecord write(long unixSeconds) {
    RecordVersion version = new RecordVersion(unixSeconds * 1_000_000 + below(20));
    Expiration expiration = new Expiration(unixSeconds + below(8) * 3_600L);
    return switch (below(4)) {
      case 0 -> StoredRecord.tombstone(version);
      case 1 -> StoredRecord.bareExpiration(expiration, version);
      default -> StoredRecord.value(payload(), expiration, version);
    };
  }

  private Bytes payload() {
    byte[] payload = new byte[below(10) == 0 ? 40_000 : below(4)];
    random.nextBytes(payload);
    return Bytes.wrap(payload);
  }
}
