package network.wcn.wire.storage;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/** The values that requests and responses are made of. */
final class RecordForm {
  /** Size of an entry without field and value: two empty byte strings and two numbers. */
  static final int LEAST_ENTRY_SIZE_BYTES = 4;

  private RecordForm() {}

  static void writeRecord(PostcardSink out, LiveRecord record) {
    out.bytes(record.value());
    out.u64(record.expiration().unixSeconds());
    out.u64(record.version().micros());
  }

  static LiveRecord readRecord(PostcardReader in) {
    return new LiveRecord(in.bytes(), readExpiration(in), readVersion(in));
  }

  static void writeEntry(PostcardSink out, MapEntry entry) {
    out.bytes(entry.field());
    writeRecord(out, entry.record());
  }

  static MapEntry readEntry(PostcardReader in) {
    return new MapEntry(in.bytes(), readRecord(in));
  }

  static Expiration readExpiration(PostcardReader in) {
    return new Expiration(in.u64());
  }

  static RecordVersion readVersion(PostcardReader in) {
    return new RecordVersion(in.u64());
  }

  static void writeRefusal(PostcardSink out, Refusal refusal) {
    out.u8(
        switch (refusal.code()) {
          case INTERNAL -> 0;
          case UNAUTHORIZED -> 1;
          case KEYSPACE_VERSION_MISMATCH -> 2;
        });
    out.option(refusal.message(), PostcardSink::string);
  }

  /** Reads a refusal; a code that the protocol does not know is a failure that names the code. */
  static Refusal readRefusal(PostcardReader in) {
    int code = in.u8();
    Optional<String> message = in.option(PostcardReader::string);
    return switch (code) {
      case 0 -> new Refusal(Refusal.Code.INTERNAL, message);
      case 1 -> new Refusal(Refusal.Code.UNAUTHORIZED, message);
      case 2 -> new Refusal(Refusal.Code.KEYSPACE_VERSION_MISMATCH, message);
      default ->
          Refusal.internal("unknown error code " + code + message.map(m -> ": " + m).orElse(""));
    };
  }

  static void writeOptionalBytes(PostcardSink out, Optional<Bytes> bytes) {
    out.option(bytes, PostcardSink::bytes);
  }

  static Optional<Bytes> readOptionalBytes(PostcardReader in) {
    return in.option(PostcardReader::bytes);
  }
}
