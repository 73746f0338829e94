package network.wcn.wire.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.FieldOrder;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.wire.Arbitraries;
import network.wcn.wire.DecoderFuzz;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keys in stored form, as the reference makes, parses and sorts them. */
class StoredKeyVectorsTest {
  private static final String FILE = "stored-form.json";
  private static final long SEED = 77L;

  private static Namespace namespace(JsonNode vector) {
    return Namespace.fromBytes(Vectors.hex(vector, "namespace"));
  }

  @TestFactory
  Stream<DynamicTest> singleRecordsAreKeptWhereTheReferenceKeepsThem() {
    return Vectors.cases(FILE, "kv_keys")
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("position").textValue(),
                () -> {
                  RecordKey.Single key =
                      new RecordKey.Single(namespace(vector), Vectors.hex(vector, "key"));
                  Bytes stored = Vectors.hex(vector, "storage_key");
                  assertEquals(stored, StoredKeyCodec.encode(key));
                  assertEquals(key, StoredKeyCodec.decodeSingle(stored));
                  StorageKey parts = StorageKey.decode(stored);
                  assertEquals(Vectors.hex(vector, "data"), parts.data());
                  assertEquals(
                      vector.get("position").textValue(), Long.toUnsignedString(parts.position()));
                }));
  }

  @TestFactory
  Stream<DynamicTest> fieldsAreKeptWhereTheReferenceKeepsThem() {
    return Vectors.cases(FILE, "map_keys")
        .map(vector ->
            DynamicTest.dynamicTest(
                "field " + vector.get("field").textValue(),
                () -> {
                  MapKey map = new MapKey(namespace(vector), Vectors.hex(vector, "key"));
                  RecordKey.Field key = map.field(Vectors.hex(vector, "field"));
                  Bytes stored = Vectors.hex(vector, "map_key");
                  assertEquals(stored, StoredKeyCodec.encode(key));
                  assertEquals(key, StoredKeyCodec.decodeField(stored));
                  Bytes prefix = StoredKeyCodec.prefix(map);
                  assertTrue(stored.startsWith(prefix));
                  assertEquals(key.field(), StoredKeyCodec.fieldAfter(prefix.size(), stored));
                }));
  }

  @TestFactory
  Stream<DynamicTest> oddKeysAreTakenOrRefusedAsInTheReference() {
    return Vectors.cases(FILE, "key_parsing")
        .map(vector ->
            DynamicTest.dynamicTest(vector.get("note").textValue(), () -> checkParsing(vector)));
  }

  private static void checkParsing(JsonNode vector) {
    Bytes encoded = Vectors.hex(vector, "hex");
    boolean map = vector.get("kind").textValue().equals("map");
    if (!vector.get("accepted").booleanValue()) {
      assertThrows(MalformedMessage.class, () -> decode(map, encoded));
      return;
    }
    StorageKey key = map ? StorageKey.decodePrefix(encoded) : StorageKey.decode(encoded);
    assertEquals(vector.get("position").textValue(), Long.toUnsignedString(key.position()));
    assertEquals(Vectors.hex(vector, "data"), key.data());
    if (map) {
      assertEquals(
          Vectors.hex(vector, "field"), StoredKeyCodec.fieldAfter(key.sizeBytes(), encoded));
    }
    if (key.data().isEmpty()) {
      // The reference takes any data; a record of ours has a namespace and a key.
      assertThrows(MalformedMessage.class, () -> decode(map, encoded));
    } else {
      assertEquals(key.parts().key(), decode(map, encoded).key());
    }
  }

  private static RecordKey decode(boolean map, Bytes encoded) {
    return map ? StoredKeyCodec.decodeField(encoded) : StoredKeyCodec.decodeSingle(encoded);
  }

  @Test
  void aKeyAtAnotherPositionThanItsOwnIsRefused() {
    RecordKey.Single key = new Arbitraries(SEED).single();
    byte[] moved = StoredKeyCodec.encode(key).toArray();
    moved[0]++;
    assertThrows(MalformedMessage.class, () -> StoredKeyCodec.decodeSingle(Bytes.wrap(moved)));
  }

  @Test
  void dataThatDoesNotBeginWithZeroIsNoKeyOfOurs() {
    byte[] other = StoredKeyCodec.encode(new Arbitraries(SEED).single()).toArray();
    other[StorageKey.HEAD_SIZE_BYTES] = 1;
    assertThrows(MalformedMessage.class, () -> StoredKeyCodec.decodeSingle(Bytes.wrap(other)));
  }

  @Test
  void everyKeyComesBack() {
    Arbitraries any = new Arbitraries(SEED);
    for (int i = 0; i < 5_000; i++) {
      RecordKey key = any.recordKey();
      Bytes stored = StoredKeyCodec.encode(key);
      assertEquals(key, decode(key instanceof RecordKey.Field, stored), "seed " + SEED);
    }
  }

  @Test
  void theOrderOfFieldsIsThatOfTheirStoredBytes() {
    Arbitraries any = new Arbitraries(SEED);
    MapKey map = new MapKey(any.namespace(), any.bytes());
    List<Bytes> sizes =
        Stream.of(126, 127, 128, 129, 255, 256, 16_383, 16_384, 16_385).map(any::bytes).toList();
    for (int i = 0; i < 20_000; i++) {
      Bytes left = any.below(4) == 0 ? any.oneOf(sizes) : any.bytes();
      Bytes right = any.below(4) == 0 ? any.oneOf(sizes) : any.bytes();
      int ofBytes =
          StoredKeyCodec.encode(map.field(left)).compareTo(StoredKeyCodec.encode(map.field(right)));
      assertEquals(
          Integer.signum(ofBytes),
          Integer.signum(FieldOrder.INSTANCE.compare(left, right)),
          "seed " + SEED + ", sizes " + left.size() + " and " + right.size());
    }
  }

  @Test
  void pagesFollowTheFieldOrder() {
    JsonNode scan = Vectors.read(FILE).get("map_scan");
    List<Bytes> fields = new ArrayList<>(Vectors.hexList(scan.get("live_fields")));
    fields.sort(FieldOrder.INSTANCE);
    for (JsonNode page : scan.get("pages")) {
      Optional<Bytes> cursor = Vectors.optionalHex(page, "cursor");
      List<Bytes> rest =
          fields.stream()
              .filter(f -> cursor.isEmpty() || FieldOrder.INSTANCE.compare(f, cursor.get()) > 0)
              .toList();
      int count = Math.max(1, page.get("count").intValue());
      List<Bytes> expected = rest.stream().limit(count).toList();
      // Long pages are recorded as their size alone.
      if (page.has("fields")) {
        assertEquals(Vectors.hexList(page.get("fields")), expected, page.toString());
      } else {
        assertEquals(page.get("fields_count").intValue(), expected.size(), page.toString());
      }
      assertEquals(rest.size() > count, page.get("has_next").booleanValue(), page.toString());
    }
  }

  @Test
  void exportedKeysAscendAndComeBack() {
    for (String type : List.of("kv", "map")) {
      List<Bytes> keys =
          Vectors.cases(FILE, "export")
              .filter(v -> v.path("data_type").asText().equals(type))
              .map(v -> Vectors.hex(v, "key"))
              .toList();
      assertEquals(keys.stream().sorted().toList(), keys);
      keys.forEach(
          key -> assertEquals(key, StoredKeyCodec.encode(decode(type.equals("map"), key))));
    }
  }

  @TestFactory
  Stream<DynamicTest> boundsCutOutThePositionsOfARange() {
    return Vectors.cases(FILE, "export_ranges")
        .map(range ->
            DynamicTest.dynamicTest(
                range.get("start").textValue() + " to " + range.get("end").textValue(),
                () -> {
                  assertEquals(range.get("kv_frames").intValue(), within(range, "kv"));
                  assertEquals(range.get("map_frames").intValue(), within(range, "map"));
                }));
  }

  private static long within(JsonNode range, String type) {
    Bytes from = StoredKeyCodec.lowerBound(Long.parseUnsignedLong(range.get("start").textValue()));
    Optional<Bytes> to =
        StoredKeyCodec.upperBound(Long.parseUnsignedLong(range.get("end").textValue()));
    return Vectors.cases(FILE, "export")
        .filter(v -> v.path("data_type").asText().equals(type))
        .map(v -> Vectors.hex(v, "key"))
        .filter(key -> key.compareTo(from) >= 0)
        .filter(key -> to.isEmpty() || key.compareTo(to.get()) < 0)
        .count();
  }

  @Test
  void noBytesCrashTheDecoders() {
    List<Bytes> singles =
        Vectors.cases(FILE, "kv_keys").map(v -> Vectors.hex(v, "storage_key")).toList();
    List<Bytes> fields =
        Vectors.cases(FILE, "map_keys").map(v -> Vectors.hex(v, "map_key")).toList();
    DecoderFuzz.of(StoredKeyCodec::decodeSingle).samples(singles).run(SEED);
    DecoderFuzz.of(StoredKeyCodec::decodeField).samples(fields).run(SEED);
  }
}
