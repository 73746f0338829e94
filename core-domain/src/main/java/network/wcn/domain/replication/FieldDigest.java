package network.wcn.domain.replication;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;

/**
 * A hash over the remembered fields of a map, fed in field order. Replicas whose digests are equal
 * hold the same records, but for the bytes of two values of one version.
 *
 * <p>An expired value counts as a tombstone: whether its payload was dropped already is each
 * replica's own affair.
 */
final class FieldDigest {
  private final HashStream64 stream = Hashing.xxh3_64().hashStream();

  void add(Bytes field, RecordHeader header, long nowUnixSeconds) {
    boolean expired = header.kind() == PayloadKind.VALUE && !header.isLive(nowUnixSeconds);
    PayloadKind kind = expired ? PayloadKind.TOMBSTONE : header.kind();
    stream.putInt(field.size());
    stream.putBytes(field.unsafeArray());
    stream.putByte((byte) kind.code());
    stream.putLong(header.payloadVersion().micros());
    stream.putLong(header.expiration().unixSeconds());
    stream.putLong(header.expirationVersion().micros());
  }

  /** Returns the hash of everything added so far. */
  long value() {
    return stream.getAsLong();
  }
}
