package network.wcn.wire.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordHeader;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.wire.Arbitraries;
import network.wcn.wire.DecoderFuzz;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StoredValueTest {
  private static final String FILE = "stored-form.json";
  private static final long SEED = 78L;

  static StoredValue expected(JsonNode vector) {
    return new StoredValue(
        Vectors.optionalHex(vector, "payload"),
        u64(vector.get("expires")),
        vector.get("updated").isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(u64(vector.get("updated"))),
        u64(vector.get("created")));
  }

  private static long u64(JsonNode node) {
    return Long.parseUnsignedLong(node.textValue());
  }

  @TestFactory
  Stream<DynamicTest> valuesReadAndWriteAsInTheReference() {
    return Vectors.cases(FILE, "values")
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("hex").textValue(),
                () -> {
                  StoredValue value = expected(vector);
                  assertEquals(Vectors.hex(vector, "hex"), value.encode());
                  assertEquals(value, StoredValue.decode(value.encode()));
                  RecordVersion version = new RecordVersion(u64(vector.get("version")));
                  assertEquals(
                      version.isNone() ? Optional.empty() : Optional.of(version),
                      value.record().map(record -> record.header().version()));
                }));
  }

  @TestFactory
  Stream<DynamicTest> oddValuesAreTakenOrRefusedAsInTheReference() {
    return Vectors.cases(FILE, "value_decoding")
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("note").textValue(),
                () -> {
                  Bytes encoded = Vectors.hex(vector, "hex");
                  if (vector.get("accepted").booleanValue()) {
                    assertEquals(expected(vector), StoredValue.decode(encoded));
                  } else {
                    assertThrows(MalformedMessage.class, () -> StoredValue.decode(encoded));
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> exportedValuesComeBackThroughOurRecords() {
    return Vectors.cases(FILE, "export")
        .filter(vector -> vector.has("value"))
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("key").textValue(),
                () -> {
                  Bytes encoded = Vectors.hex(vector, "value");
                  StoredRecord record = StoredValue.decode(encoded).record().orElseThrow();
                  assertEquals(encoded, StoredValue.of(record).encode());
                }));
  }

  @Test
  void bothRegistersOfEveryRecordComeBack() {
    Arbitraries any = new Arbitraries(SEED);
    for (int i = 0; i < 10_000; i++) {
      StoredRecord record = any.storedRecord();
      Bytes encoded = StoredValue.of(record).encode();
      assertEquals(
          Optional.of(record),
          StoredValue.decode(encoded).record(),
          "seed " + SEED + ", round " + i);
    }
  }

  @Test
  void anExtendedValueIsARecordOfItsNewestVersionToTheReference() {
    StoredRecord extended =
        StoredRecord.value(Bytes.utf8("v"), new Expiration(100), new RecordVersion(5))
            .merge(StoredRecord.bareExpiration(new Expiration(200), new RecordVersion(7)));
    assertEquals(
        new StoredValue(Optional.of(Bytes.utf8("v")), 200, OptionalLong.of(7), 5),
        StoredValue.of(extended));
  }

  @Test
  void aValueWithOneVersionHasItInBothRegisters() {
    StoredRecord expected =
        StoredRecord.value(Bytes.utf8("v"), new Expiration(100), new RecordVersion(5));
    Optional<Bytes> payload = Optional.of(Bytes.utf8("v"));
    for (StoredValue value :
        List.of(
            new StoredValue(payload, 100, OptionalLong.of(5), 0),
            new StoredValue(payload, 100, OptionalLong.of(5), 5),
            new StoredValue(payload, 100, OptionalLong.of(5), 9),
            new StoredValue(payload, 100, OptionalLong.empty(), 5))) {
      assertEquals(Optional.of(expected), value.record());
    }
  }

  @Test
  void whatTheReferenceStoresWithoutPayloadIsATombstone() {
    StoredValue value = new StoredValue(Optional.empty(), 100, OptionalLong.of(5), 0);
    RecordHeader header =
        new RecordHeader(
            PayloadKind.TOMBSTONE, new RecordVersion(5), new Expiration(100), new RecordVersion(5));
    assertEquals(Optional.of(new StoredRecord(header, Bytes.empty())), value.record());
  }

  @Test
  void aBareExpirationIsToldFromATombstoneByItsAbsentUpdate() {
    StoredRecord bare = StoredRecord.bareExpiration(new Expiration(100), new RecordVersion(5));
    StoredValue value = new StoredValue(Optional.empty(), 100, OptionalLong.empty(), 5);
    assertEquals(value, StoredValue.of(bare));
    assertEquals(Optional.of(bare), value.record());
  }

  @Test
  void versionZeroStoresNothing() {
    assertEquals(Optional.empty(), StoredValue.decode(Bytes.fromHex("00000000")).record());
    assertEquals(
        Optional.empty(),
        new StoredValue(Optional.of(Bytes.empty()), 9, OptionalLong.of(0), 5).record());
  }

  @Test
  void noBytesCrashTheDecoder() {
    List<Bytes> samples = Vectors.cases(FILE, "values").map(v -> Vectors.hex(v, "hex")).toList();
    DecoderFuzz.of(encoded -> StoredValue.decode(encoded).record()).samples(samples).run(SEED);
  }
}
