package network.wcn.wire.storage;

import java.util.List;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * A record's header in our trailers: kind, expiration, its version, and the payload's version,
 * where 0 means "the same" as in the stored form.
 */
final class HeaderForm {
  /** The index of a kind is its number on the wire. */
  private static final List<PayloadKind> KINDS =
      List.of(PayloadKind.NONE, PayloadKind.VALUE, PayloadKind.TOMBSTONE);

  private HeaderForm() {}

  static void write(PostcardSink out, RecordHeader header) {
    out.variant(KINDS.indexOf(header.kind()));
    out.u64(header.expiration().unixSeconds());
    out.u64(header.expirationVersion().micros());
    writePayloadVersion(out, header);
  }

  static RecordHeader read(PostcardReader in) {
    PayloadKind kind = KINDS.get(in.variant(KINDS.size()));
    Expiration expiration = new Expiration(in.u64());
    RecordVersion version = new RecordVersion(in.u64());
    RecordVersion payloadVersion = readPayloadVersion(in, version);
    return new RecordHeader(
        kind, kind == PayloadKind.NONE ? RecordVersion.NONE : payloadVersion, expiration, version);
  }

  static void writePayloadVersion(PostcardSink out, RecordHeader header) {
    boolean same = header.payloadVersion().equals(header.expirationVersion());
    out.u64(same ? 0 : header.payloadVersion().micros());
  }

  static RecordVersion readPayloadVersion(PostcardReader in, RecordVersion same) {
    RecordVersion own = new RecordVersion(in.u64());
    return own.isNone() ? same : own;
  }
}
