package network.wcn.wire.stored;

import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * A stored value, field by field.
 *
 * <p>The reference keeps one version for both registers of a record: {@code updated}, with {@code
 * created} 0. We keep two, and say so where the reference does not look:
 *
 * <table>
 *   <caption>Our records in stored form</caption>
 *   <tr><th>record</th><th>payload</th><th>updated</th><th>created</th></tr>
 *   <tr><td>value or tombstone</td><td>bytes or none</td><td>expirationVersion</td>
 *       <td>payloadVersion, 0 if it is the same</td></tr>
 *   <tr><td>bare expiration</td><td>none</td><td>absent</td><td>expirationVersion</td></tr>
 * </table>
 *
 * <p>To the reference each is a record of version {@code updated}, else {@code created}, and so are
 * its records to us: what it stores without payload counts as deleted, as it does when the
 * reference imports it, even where a change of the expiration left it.
 *
 * @param payload the value, or nothing
 * @param expires when the record dies, seconds since the Unix epoch, unsigned 64 bits
 * @param updated version in microseconds, unsigned 64 bits
 * @param created version where {@code updated} is absent, unsigned 64 bits
 * @see "protocol/wire.md section 7"
 * @see "design.md section 3"
 */
public record StoredValue(
    Optional<Bytes> payload, long expires, OptionalLong updated, long created) {

  /** Returns the stored form of {@code record}. */
  public static StoredValue of(StoredRecord record) {
    RecordHeader header = record.header();
    long version = header.expirationVersion().micros();
    long expires = header.expiration().unixSeconds();
    boolean sameVersion = header.payloadVersion().equals(header.expirationVersion());
    long created = sameVersion ? 0 : header.payloadVersion().micros();
    return switch (header.kind()) {
      case VALUE ->
          new StoredValue(
              Optional.of(record.payload()), expires, OptionalLong.of(version), created);
      case TOMBSTONE ->
          new StoredValue(Optional.empty(), expires, OptionalLong.of(version), created);
      case NONE -> new StoredValue(Optional.empty(), expires, OptionalLong.empty(), version);
    };
  }

  /**
   * Returns the record that this value stores.
   *
   * <p>A {@code created} above {@code updated} fits no record of ours and is taken as the same.
   *
   * @return nothing if the version is 0, which is older than nothing at all
   */
  public Optional<StoredRecord> record() {
    RecordVersion version = new RecordVersion(updated.orElse(created));
    if (version.isNone()) {
      return Optional.empty();
    }
    Expiration expiration = new Expiration(expires);
    if (payload.isEmpty() && updated.isEmpty()) {
      return Optional.of(StoredRecord.bareExpiration(expiration, version));
    }
    RecordVersion own = new RecordVersion(created);
    RecordVersion payloadVersion = own.isNone() || own.isAfter(version) ? version : own;
    PayloadKind kind = payload.isPresent() ? PayloadKind.VALUE : PayloadKind.TOMBSTONE;
    return Optional.of(
        new StoredRecord(
            new RecordHeader(kind, payloadVersion, expiration, version),
            payload.orElse(Bytes.empty())));
  }

  /** Returns the bytes of this value. */
  public Bytes encode() {
    return Postcard.encode(out -> {
      out.option(payload, PostcardSink::bytes);
      out.u64(expires);
      out.optionalU64(updated);
      out.u64(created);
    });
  }

  /**
   * Reads a value; what follows it is ignored.
   *
   * @throws network.wcn.wire.MalformedMessage if {@code encoded} is no stored value
   */
  public static StoredValue decode(Bytes encoded) {
    PostcardReader in = new PostcardReader(encoded);
    // An enum of two variants, so a varint, unlike an option's tag.
    Optional<Bytes> payload = in.variant(2) == 1 ? Optional.of(in.bytes()) : Optional.empty();
    return new StoredValue(payload, in.u64(), in.optionalU64(), in.u64());
  }
}
