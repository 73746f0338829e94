package network.wcn.wire.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.StorageMethod;
import network.wcn.domain.operation.Answer;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.MapEntry;
import network.wcn.domain.operation.MapPage;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.domain.replication.Evidence;
import network.wcn.domain.replication.PageLimits;
import network.wcn.domain.replication.RequestTrailer;
import network.wcn.domain.replication.RequestTrailer.Detail;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.domain.replication.StorageResponse;
import network.wcn.wire.Arbitraries;
import org.junit.jupiter.api.Test;

class StorageCodecTest {
  private static final long SEED = 20_260_201L;
  private static final int FRAME_LIMIT_BYTES = 8 << 20;

  private final Arbitraries any = new Arbitraries(SEED);

  private static StorageRequest afterTheWire(StorageRequest request) {
    return StorageCodec.decodeRequest(
        StorageCodec.method(request.operation()), StorageCodec.encodeRequest(request));
  }

  private RequestTrailer anyTrailer() {
    return any.coin()
        ? new RequestTrailer.Repair(any.header())
        : new RequestTrailer.Read(any.oneOf(List.of(Detail.values())), any.u64());
  }

  @Test
  void everyRequestComesBack() {
    for (int i = 0; i < 5_000; i++) {
      StorageRequest request =
          new StorageRequest(
              any.operation(),
              any.coin() ? OptionalLong.of(any.u64()) : OptionalLong.empty(),
              any.optional(this::anyTrailer));
      assertEquals(request, afterTheWire(request), "seed " + SEED + ", round " + i);
    }
  }

  @Test
  void theKeyspaceVersionIsReadWithoutTheRest() {
    for (int i = 0; i < 5_000; i++) {
      StorageRequest request =
          new StorageRequest(
              any.operation(),
              any.coin() ? OptionalLong.of(any.u64()) : OptionalLong.empty(),
              any.optional(this::anyTrailer));
      assertEquals(
          request.keyspaceVersion(),
          StorageCodec.keyspaceVersion(
              StorageCodec.method(request.operation()), StorageCodec.encodeRequest(request)),
          "seed " + SEED + ", round " + i);
    }
  }

  @Test
  void everyResponseComesBack() {
    for (int i = 0; i < 5_000; i++) {
      ResponseCase response = anyResponse();
      Bytes payload = StorageCodec.encodeResponse(response.response());
      assertEquals(
          response.response(),
          StorageCodec.decodeResponse(StorageCodec.method(response.operation()), payload),
          "seed " + SEED + ", round " + i);
    }
  }

  private record ResponseCase(Operation operation, StorageResponse response) {}

  private ResponseCase anyResponse() {
    Operation operation = any.operation();
    if (any.below(8) == 0) {
      Refusal.Code code = any.oneOf(List.of(Refusal.Code.values()));
      Refusal refusal = new Refusal(code, any.optional(() -> "größer als " + any.u64()));
      return new ResponseCase(operation, StorageResponse.of(refusal));
    }
    return switch (operation) {
      case Operation.Get _, Operation.HGet _ -> anyRecordResponse(operation);
      case Operation.GetExp _, Operation.HGetExp _ ->
          succeeded(operation, new Answer.Expires(any.optional(any::expiration)), anyHidden());
      case Operation.HCard _ ->
          succeeded(operation, new Answer.Cardinality(any.u64()), anyDigest());
      case Operation.HScan _ -> anyPageResponse(operation);
      case Operation.Write _ -> succeeded(operation, Answer.Done.INSTANCE, anyHidden());
    };
  }

  private ResponseCase succeeded(Operation operation, Answer answer, Evidence evidence) {
    return new ResponseCase(
        operation, new StorageResponse.Succeeded(answer, any.optional(() -> evidence)));
  }

  private Evidence anyHidden() {
    return any.coin()
        ? new Evidence.OfRecord(Optional.empty(), Optional.empty())
        : new Evidence.OfRecord(Optional.of(any.header()), any.optional(any::bytes));
  }

  private Evidence anyDigest() {
    return new Evidence.OfDigest(any.u64(), any.u64(), any.optional(any::bytes));
  }

  private ResponseCase anyRecordResponse(Operation operation) {
    RecordHeader header = any.header();
    boolean live = header.kind() == PayloadKind.VALUE && any.coin();
    Evidence evidence =
        live ? new Evidence.OfRecord(Optional.of(header), Optional.empty()) : anyHidden();
    return succeeded(
        operation, new Answer.Found(live ? Optional.of(live(header)) : Optional.empty()), evidence);
  }

  private LiveRecord live(RecordHeader header) {
    return new LiveRecord(any.bytes(), header.expiration(), header.version());
  }

  private ResponseCase anyPageResponse(Operation operation) {
    List<MapEntry> entries = new ArrayList<>();
    List<Evidence.FieldHeader> fields =
        any.list(
            6,
            () -> {
              Bytes field = any.bytes();
              RecordHeader header = any.header();
              boolean live = header.kind() == PayloadKind.VALUE && any.coin();
              if (live) {
                entries.add(new MapEntry(field, live(header)));
              }
              return new Evidence.FieldHeader(
                  field, header, live ? Optional.empty() : any.optional(any::bytes));
            });
    if (any.below(4) == 0) {
      entries.add(any.entry());
    }
    Optional<Bytes> until =
        any.optional(
            () -> any.coin() && !fields.isEmpty() ? fields.getLast().field() : any.bytes());
    Evidence evidence = any.below(4) == 0 ? anyDigest() : new Evidence.OfPage(fields, until);
    return succeeded(operation, new Answer.Page(new MapPage(entries, any.coin())), evidence);
  }

  @Test
  void evidenceOfAPagesLiveFieldTakesTwoBytes() {
    List<MapEntry> entries = new ArrayList<>();
    List<Evidence.FieldHeader> fields = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      StoredRecord record =
          StoredRecord.value(
              any.bytes(32),
              new Expiration(2_000_000_000),
              new RecordVersion(1_770_000_000_000_000L + i));
      Bytes field = any.bytes(32);
      entries.add(new MapEntry(field, live(record.header())));
      fields.add(new Evidence.FieldHeader(field, record.header(), Optional.empty()));
    }
    Answer page = new Answer.Page(new MapPage(entries, false));
    Bytes plain = StorageCodec.encodeResponse(StorageResponse.of(page));
    Bytes withEvidence =
        StorageCodec.encodeResponse(
            new StorageResponse.Succeeded(
                page, Optional.of(new Evidence.OfPage(fields, Optional.empty()))));
    assertEquals(
        200,
        withEvidence.size()
            - plain.size()
            - "f7 57 43 4e 01 cb 01 / 01 64 / 00".split(" ").length
            + 2);
  }

  @Test
  void sizesOfEntriesAddUpToThePage() {
    List<MapEntry> entries = new ArrayList<>();
    int sum = 0;
    for (int i = 0; i < 100; i++) {
      MapEntry entry = any.entry();
      entries.add(entry);
      sum += StorageCodec.sizeBytes(entry);
    }
    Answer page = new Answer.Page(new MapPage(entries, true));
    assertEquals(sum + 3, StorageCodec.encodeResponse(StorageResponse.of(page)).size());
  }

  @Test
  void aFullPageOfTheSmallestAndTheGreatestEntriesFitsIntoOneFrame() {
    PageLimits limits = PageLimits.DEFAULT;
    assertTrue(sizeOfPage(limits.maxEntries(), 16) <= FRAME_LIMIT_BYTES);
    assertTrue(sizeOfPage(4, limits.maxBytes() / 4) <= FRAME_LIMIT_BYTES);
  }

  /** Returns the size of a page of as many live and dead entries, all of it in the fields. */
  private int sizeOfPage(int count, int fieldSize) {
    List<MapEntry> entries = new ArrayList<>();
    List<Evidence.FieldHeader> fields = new ArrayList<>();
    Expiration last = new Expiration(-1L);
    RecordVersion newest = new RecordVersion(-1L);
    RecordHeader alive = new RecordHeader(PayloadKind.VALUE, new RecordVersion(-2L), last, newest);
    RecordHeader dead =
        new RecordHeader(PayloadKind.TOMBSTONE, new RecordVersion(-2L), last, newest);
    Bytes field = any.bytes(fieldSize);
    for (int i = 0; i < count; i++) {
      entries.add(new MapEntry(field, new LiveRecord(Bytes.empty(), last, newest)));
      fields.add(new Evidence.FieldHeader(field, alive, Optional.empty()));
      if (count > 4) {
        fields.add(new Evidence.FieldHeader(Bytes.of((byte) i), dead, Optional.empty()));
      }
    }
    Evidence evidence = new Evidence.OfPage(fields, Optional.of(fields.getLast().field()));
    Answer page = new Answer.Page(new MapPage(entries, true));
    return StorageCodec.encodeResponse(new StorageResponse.Succeeded(page, Optional.of(evidence)))
        .size();
  }

  @Test
  void aStreamIsNoOperation() {
    assertThrows(
        IllegalArgumentException.class,
        () -> StorageCodec.decodeRequest(StorageMethod.READ_DATA, any.bytes(100)));
    assertThrows(
        IllegalArgumentException.class,
        () -> StorageCodec.decodeResponse(StorageMethod.WRITE_DATA, Bytes.fromHex("0000")));
  }
}
