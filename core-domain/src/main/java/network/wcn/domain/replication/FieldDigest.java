package network.wcn.domain.replication;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.RecordHeader;

/**
 * A hash over the remembered fields of a map, fed in field order. Replicas whose digests are equal
 * hold the same records, but for the bytes of two values of one version.
 *
 * <p>An expired value counts as if its payload was dropped: whether it was is each replica's own
 * affair.
 */
final class FieldDigest {
  private final HashStream64 stream = Hashing.xxh3_64().hashStream();

  void add(Bytes field, RecordHeader stored, long nowUnixSeconds) {
    RecordHeader header = stored.withoutExpiredPayload(nowUnixSeconds);
    stream.putInt(field.size());
    stream.putBytes(field.unsafeArray());
    stream.putByte((byte) header.kind().code());
    stream.putLong(header.payloadVersion().micros());
    stream.putLong(header.expiration().unixSeconds());
    stream.putLong(header.expirationVersion().micros());
  }

  /** Returns the hash of everything added so far. */
  long value() {
    return stream.getAsLong();
  }
}
