package network.wcn.wire.storage;

import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.replication.Evidence;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/** A response: the result of one operation, and evidence behind it. */
final class ResponseForm {
  private static final int OK = 0;
  private static final int ERR = 1;

  private ResponseForm() {}

  static void write(PostcardSink out, StorageResponse response) {
    switch (response) {
      case StorageResponse.Refused(var refusal) -> {
        out.variant(ERR);
        RecordForm.writeRefusal(out, refusal);
      }
      case StorageResponse.Succeeded(var answer, _) -> {
        out.variant(OK);
        writeAnswer(out, answer);
      }
    }
  }

  /** Returns the trailer's body, if there is something to say. */
  static Optional<Bytes> encodeEvidence(StorageResponse response) {
    return response instanceof StorageResponse.Succeeded(var answer, var evidence)
        ? evidence.map(beyond -> EvidenceForm.encode(beyond, answer))
        : Optional.empty();
  }

  private static void writeAnswer(PostcardSink out, Answer answer) {
    switch (answer) {
      case Answer.Done _ -> {}
      case Answer.Found(var record) -> out.option(record, RecordForm::writeRecord);
      case Answer.Expires(var expiration) ->
          out.option(expiration, (to, when) -> to.u64(when.unixSeconds()));
      case Answer.Cardinality(long count) -> out.u64(count);
      case Answer.Page(var page) -> {
        out.list(page.entries(), RecordForm::writeEntry);
        out.bool(page.hasNext());
      }
    }
  }

  static StorageResponse read(RpcMethod method, PostcardReader in) {
    if (in.variant(2) == ERR) {
      return StorageResponse.of(RecordForm.readRefusal(in));
    }
    Answer answer = readAnswer(method, in);
    Optional<Evidence> evidence = Trailer.read(in, body -> EvidenceForm.read(body, answer));
    return new StorageResponse.Succeeded(answer, evidence);
  }

  private static Answer readAnswer(RpcMethod method, PostcardReader in) {
    // Ids of network.wcn.domain.api.StorageMethod.
    return switch (method.id()) {
      case 0, 5 -> new Answer.Found(in.option(RecordForm::readRecord));
      case 1, 2, 3, 6, 7, 8 -> Answer.Done.INSTANCE;
      case 4, 9 ->
          new Answer.Expires(in.optionalU64().stream().mapToObj(Expiration::new).findAny());
      case 10 -> new Answer.Cardinality(in.u64());
      case 11 ->
          new Answer.Page(
              new MapPage(
                  in.list(RecordForm.LEAST_ENTRY_SIZE_BYTES, RecordForm::readEntry), in.bool()));
      default -> throw RequestForm.notAnOperation(method);
    };
  }
}
