package network.wcn.wire.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.Api;
import network.wcn.domain.api.RpcMethod;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.replication.StorageRequest;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every request, response and item that was captured from the reference. */
class StorageVectorsTest {
  private static final String FILE = "storage-rpc.json";

  @TestFactory
  Stream<DynamicTest> everyMessageReadsAndWritesAsInTheReference() {
    return Vectors.cases(FILE, "encodings")
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("type").textValue(),
                () -> {
                  StorageMessages.Kind kind = StorageMessages.kind(vector.get("type").textValue());
                  Bytes payload = Vectors.hex(vector, "hex");
                  Object expected = kind.expected().apply(vector.get("fields"));
                  assertEquals(expected, kind.decode().apply(payload));
                  // Codes outside of the protocol are understood, but not ours to write.
                  if (!StorageMessages.hasUnknownCode(vector)) {
                    assertEquals(payload, kind.encode().apply(expected));
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> oddPayloadsAreTakenOrRefusedAsInTheReference() {
    return Vectors.cases(FILE, "decoding")
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("type").textValue() + ": " + vector.get("note").textValue(),
                () -> check(vector)));
  }

  @TestFactory
  Stream<DynamicTest> whoOnlyReadsTheKeyspaceVersionRefusesTheSame() {
    return Vectors.cases(FILE, "decoding")
        .filter(vector -> vector.get("type").textValue().endsWith(".request"))
        .filter(vector -> !vector.get("type").textValue().startsWith("read_data"))
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("type").textValue() + ": " + vector.get("note").textValue(),
                () -> checkKeyspaceVersion(vector)));
  }

  private static void checkKeyspaceVersion(JsonNode vector) {
    String name = vector.get("type").textValue().replace(".request", "");
    RpcMethod method = StorageMessages.method(name);
    Bytes payload = Vectors.hex(vector, "hex");
    if (vector.get("accepted").booleanValue()) {
      assertEquals(
          StorageMessages.request(name, vector.get("fields")).keyspaceVersion(),
          StorageCodec.keyspaceVersion(method, payload));
    } else {
      assertThrows(MalformedMessage.class, () -> StorageCodec.keyspaceVersion(method, payload));
    }
  }

  private static void check(JsonNode vector) {
    StorageMessages.Kind kind = StorageMessages.kind(vector.get("type").textValue());
    Bytes payload = Vectors.hex(vector, "hex");
    if (vector.get("accepted").booleanValue()) {
      assertEquals(kind.expected().apply(vector.get("fields")), kind.decode().apply(payload));
    } else {
      assertThrows(MalformedMessage.class, () -> kind.decode().apply(payload));
    }
  }

  @Test
  void callsHaveTheIdsOfTheReference() {
    JsonNode ids = Vectors.read(FILE).get("rpc_ids");
    assertEquals(ids.size(), Api.COORDINATOR.methods().size());
    ids.properties()
        .forEach(id ->
            assertEquals(
                id.getKey().replace("_", ""),
                Api.REPLICA
                    .method(id.getValue().intValue())
                    .orElseThrow()
                    .name()
                    .toLowerCase(Locale.ROOT)));
    Vectors.cases(FILE, "unknown_rpc_ids")
        .forEach(id -> assertTrue(Api.DATABASE.method(id.get("id").intValue()).isEmpty()));
  }

  @Test
  void everyOperationNamesTheCallThatReadsIt() {
    long checked =
        Vectors.cases(FILE, "encodings")
            .filter(v -> v.get("type").textValue().endsWith(".request"))
            .filter(v -> !v.get("type").textValue().startsWith("read_data"))
            .peek(vector -> {
              String name = vector.get("type").textValue().replace(".request", "");
              Operation operation = StorageMessages.request(name, vector.get("fields")).operation();
              assertEquals(StorageMessages.method(name), StorageCodec.method(operation));
            })
            .count();
    assertTrue(checked > 80, "checked " + checked);
  }

  @Test
  void aRangeThatEndsBeforeItStartsIsEmptyAndNoError() {
    ReadDataRequest request = DataTransferCodec.decodeRequest(Bytes.fromHex("050400"));
    assertTrue(request.isEmpty());
    assertFalse(new ReadDataRequest(5, 5, 0).isEmpty());
    assertFalse(new ReadDataRequest(0, -1L, 0).isEmpty());
  }

  @Test
  void aRequestWithoutTrailerHasNone() {
    Bytes payload = Bytes.fromHex("b9b115f7e998daf88f5fced472e8068b2f8535bd070361626301ac02");
    StorageRequest request = StorageCodec.decodeRequest(StorageMessages.method("get"), payload);
    assertTrue(request.trailer().isEmpty());
  }
}
