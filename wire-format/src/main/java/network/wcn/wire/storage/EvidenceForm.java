package network.wcn.wire.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.replication.Evidence;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * What our replicas add behind a response.
 *
 * <p>Evidence of a record that stands in the answer says only what the answer does not: the
 * payload's version. In a page such a field takes two bytes as long as both versions are equal.
 */
final class EvidenceForm {
  private static final int OF_RECORD = 0;
  private static final int OF_PAGE = 1;
  private static final int OF_DIGEST = 2;

  /** Nothing is known of the record. */
  private static final int ABSENT = 0;

  /** The record stands in the answer, in a page as its next entry. */
  private static final int ANSWERED = 1;

  /** The record is not in the answer, or the answer does not agree. */
  private static final int HIDDEN = 2;

  private static final int FORMS = 3;

  /** The shortest evidence of a field: its form and the payload's version. */
  private static final int LEAST_FIELD_SIZE_BYTES = 2;

  /** How far a page's evidence reaches. */
  private static final int TO_THE_END = 0;

  private static final int TO_THE_LAST_FIELD = 1;
  private static final int TO_A_FIELD = 2;

  private EvidenceForm() {}

  static Bytes encode(Evidence evidence, Answer answer) {
    return Postcard.encode(out -> write(out, evidence, answer));
  }

  private static void write(PostcardSink out, Evidence evidence, Answer answer) {
    switch (evidence) {
      case Evidence.OfRecord(var header, var hiddenPayload) -> {
        out.variant(OF_RECORD);
        if (header.isEmpty()) {
          out.variant(ABSENT);
        } else if (hiddenPayload.isEmpty() && tells(answered(answer), header.get())) {
          out.variant(ANSWERED);
          HeaderForm.writePayloadVersion(out, header.get());
        } else {
          out.variant(HIDDEN);
          HeaderForm.write(out, header.get());
          RecordForm.writeOptionalBytes(out, hiddenPayload);
        }
      }
      case Evidence.OfPage(var fields, var coveredUntil) -> {
        out.variant(OF_PAGE);
        out.u64(fields.size());
        writeFields(out, fields, entries(answer));
        writeCoveredUntil(out, coveredUntil, fields);
      }
      case Evidence.OfDigest(long liveCount, long hash, var coveredUntil) -> {
        out.variant(OF_DIGEST);
        out.u64(liveCount);
        out.u64(hash);
        RecordForm.writeOptionalBytes(out, coveredUntil);
      }
    }
  }

  private static void writeFields(
      PostcardSink out, List<Evidence.FieldHeader> fields, List<MapEntry> entries) {
    int next = 0;
    for (Evidence.FieldHeader field : fields) {
      if (next < entries.size() && answers(entries.get(next), field)) {
        out.variant(ANSWERED);
        HeaderForm.writePayloadVersion(out, field.header());
        next++;
      } else {
        writeHiddenField(out, field);
      }
    }
  }

  private static void writeCoveredUntil(
      PostcardSink out, Optional<Bytes> coveredUntil, List<Evidence.FieldHeader> fields) {
    if (coveredUntil.isEmpty()) {
      out.variant(TO_THE_END);
    } else if (!fields.isEmpty() && fields.getLast().field().equals(coveredUntil.get())) {
      out.variant(TO_THE_LAST_FIELD);
    } else {
      out.variant(TO_A_FIELD);
      out.bytes(coveredUntil.get());
    }
  }

  private static void writeHiddenField(PostcardSink out, Evidence.FieldHeader field) {
    out.variant(HIDDEN);
    out.bytes(field.field());
    HeaderForm.write(out, field.header());
    RecordForm.writeOptionalBytes(out, field.hiddenPayload());
  }

  static Evidence read(PostcardReader in, Answer answer) {
    return switch (in.variant(3)) {
      case OF_RECORD -> readRecord(in, answered(answer));
      case OF_PAGE -> {
        List<Evidence.FieldHeader> fields = readFields(in, entries(answer));
        yield new Evidence.OfPage(fields, readCoveredUntil(in, fields));
      }
      default -> new Evidence.OfDigest(in.u64(), in.u64(), RecordForm.readOptionalBytes(in));
    };
  }

  private static Evidence readRecord(PostcardReader in, Optional<LiveRecord> answered) {
    return switch (in.variant(FORMS)) {
      case ABSENT -> new Evidence.OfRecord(Optional.empty(), Optional.empty());
      case ANSWERED -> {
        LiveRecord record =
            answered.orElseThrow(
                () -> new MalformedMessage("evidence of a record that is not in the answer"));
        yield new Evidence.OfRecord(Optional.of(readAnsweredHeader(in, record)), Optional.empty());
      }
      default ->
          new Evidence.OfRecord(Optional.of(HeaderForm.read(in)), RecordForm.readOptionalBytes(in));
    };
  }

  private static List<Evidence.FieldHeader> readFields(PostcardReader in, List<MapEntry> entries) {
    int count = in.count(LEAST_FIELD_SIZE_BYTES);
    List<Evidence.FieldHeader> fields = new ArrayList<>(count);
    int next = 0;
    for (int i = 0; i < count; i++) {
      switch (in.variant(FORMS)) {
        case ANSWERED -> {
          if (next == entries.size()) {
            throw new MalformedMessage("evidence of more than the page's " + next + " entries");
          }
          MapEntry entry = entries.get(next++);
          RecordHeader header = readAnsweredHeader(in, entry.record());
          fields.add(new Evidence.FieldHeader(entry.field(), header, Optional.empty()));
        }
        case HIDDEN -> {
          Bytes field = in.bytes();
          RecordHeader header = HeaderForm.read(in);
          fields.add(new Evidence.FieldHeader(field, header, RecordForm.readOptionalBytes(in)));
        }
        default -> throw new MalformedMessage("evidence of an absent field");
      }
    }
    return fields;
  }

  private static Optional<Bytes> readCoveredUntil(
      PostcardReader in, List<Evidence.FieldHeader> fields) {
    return switch (in.variant(3)) {
      case TO_THE_END -> Optional.empty();
      case TO_THE_LAST_FIELD -> {
        if (fields.isEmpty()) {
          throw new MalformedMessage("evidence up to the last of no fields");
        }
        yield Optional.of(fields.getLast().field());
      }
      default -> Optional.of(in.bytes());
    };
  }

  private static RecordHeader readAnsweredHeader(PostcardReader in, LiveRecord record) {
    return new RecordHeader(
        PayloadKind.VALUE,
        HeaderForm.readPayloadVersion(in, record.version()),
        record.expiration(),
        record.version());
  }

  private static boolean answers(MapEntry entry, Evidence.FieldHeader field) {
    return field.hiddenPayload().isEmpty()
        && tells(Optional.of(entry.record()), field.header())
        && entry.field().equals(field.field());
  }

  /** Returns whether {@code record} shows all of {@code header} but the payload's version. */
  private static boolean tells(Optional<LiveRecord> record, RecordHeader header) {
    return header.kind() == PayloadKind.VALUE
        && record.isPresent()
        && record.get().version().equals(header.version())
        && record.get().expiration().equals(header.expiration());
  }

  private static Optional<LiveRecord> answered(Answer answer) {
    return answer instanceof Answer.Found(var record) ? record : Optional.empty();
  }

  private static List<MapEntry> entries(Answer answer) {
    return answer instanceof Answer.Page(var page) ? page.entries() : List.of();
  }
}
