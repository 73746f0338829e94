package network.wcn.wire.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import network.wcn.domain.Bytes;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Payloads out of recorded connections, with what the other end made of them. */
class TranscriptTest {
  private static final int LENGTH_SIZE_BYTES = 4;

  private static Stream<JsonNode> storageStreams() {
    return Vectors.cases("rpc-transcripts.json", "groups")
        .flatMap(group -> StreamSupport.stream(group.path("streams").spliterator(), false))
        .filter(stream -> stream.has("stream"));
  }

  private static Stream<DynamicTest> tests(Stream<JsonNode> streams, Consumer<JsonNode> check) {
    List<DynamicTest> tests =
        streams
            .map(stream ->
                DynamicTest.dynamicTest(stream.get("name").textValue(), () -> check.accept(stream)))
            .toList();
    assertTrue(!tests.isEmpty(), "there are recorded streams of this kind");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> unaryCallsReadAndWriteAsRecorded() {
    return tests(
        storageStreams().filter(s -> s.has("request") && s.has("rpc")),
        stream -> {
          String name = nameOf(stream.get("rpc").intValue());
          Bytes sent = sentBy(stream, "client");
          assertEquals(stream.get("rpc").intValue(), sent.at(0));
          equalBothWays(
              name + ".request",
              stream.get("request"),
              frames(sent.slice(1, sent.size())).getFirst());
          List<Bytes> answered = frames(sentBy(stream, "server"));
          if (!stream.get("response").isNull()) {
            equalBothWays(name + ".response", stream.get("response"), answered.getFirst());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> readDataReadsAndWritesAsRecorded() {
    return tests(
        storageStreams().filter(s -> s.has("response_items")),
        stream -> {
          List<Bytes> answered = frames(sentBy(stream, "server"));
          JsonNode items = stream.get("response_items");
          assertEquals(items.size(), answered.size());
          for (int i = 0; i < items.size(); i++) {
            equalBothWays("read_data.response", items.get(i), answered.get(i));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> writeDataReadsAndWritesAsRecorded() {
    return tests(
        storageStreams().filter(s -> s.has("request_items")),
        stream -> {
          Bytes sent = sentBy(stream, "client");
          List<Bytes> frames = frames(sent.slice(1, sent.size()));
          JsonNode items = stream.get("request_items");
          for (int i = 0; i < items.size(); i++) {
            equalBothWays("write_data.request_item", items.get(i), frames.get(i));
          }
          List<Bytes> answered = frames(sentBy(stream, "server"));
          assertEquals(stream.get("response").size(), answered.size());
          for (int i = 0; i < answered.size(); i++) {
            equalBothWays("write_data.response", stream.get("response").get(i), answered.get(i));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatTheReferencesClientSendsIsWrittenAlikeByUs() {
    Stream<JsonNode> streams =
        Vectors.cases("rpc-transcripts.json", "groups")
            .filter(group -> group.path("client_is").asText().contains("storage RPC client"))
            .flatMap(group -> StreamSupport.stream(group.get("streams").spliterator(), false));
    return tests(
        streams,
        stream -> {
          Bytes sent = sentBy(stream, "client");
          String name = nameOf(sent.at(0));
          String type = name + (name.equals("write_data") ? ".request_item" : ".request");
          StorageMessages.Kind kind = StorageMessages.kind(type);
          List<Bytes> payloads = frames(sent.slice(1, sent.size()));
          // A write_data whose source fails at once sends nothing.
          assertTrue(!payloads.isEmpty() || name.equals("write_data"), "a request was sent");
          for (Bytes payload : payloads) {
            assertEquals(payload, kind.encode().apply(kind.decode().apply(payload)));
          }
        });
  }

  private static void equalBothWays(String type, JsonNode fields, Bytes payload) {
    StorageMessages.Kind kind = StorageMessages.kind(type);
    Object expected = kind.expected().apply(fields);
    assertEquals(expected, kind.decode().apply(payload));
    Bytes written = kind.encode().apply(expected);
    assertEquals(written, payload.slice(0, Math.min(written.size(), payload.size())));
  }

  private static String nameOf(int id) {
    return Vectors.read("storage-rpc.json").get("rpc_ids").properties().stream()
        .filter(entry -> entry.getValue().intValue() == id)
        .findAny()
        .orElseThrow()
        .getKey();
  }

  private static Bytes sentBy(JsonNode stream, String side) {
    Bytes sent = Bytes.empty();
    for (JsonNode event : stream.get("stream")) {
      if (event.path("from").asText().equals(side) && event.has("bytes")) {
        sent = sent.concat(Vectors.hex(event, "bytes"));
      }
    }
    return sent;
  }

  /** Returns the payloads of the complete frames in {@code bytes}. */
  private static List<Bytes> frames(Bytes bytes) {
    List<Bytes> frames = new ArrayList<>();
    int at = 0;
    while (bytes.size() - at >= LENGTH_SIZE_BYTES) {
      int length = ByteBuffer.wrap(bytes.unsafeArray()).getInt(at);
      int end = at + LENGTH_SIZE_BYTES + length;
      if (end > bytes.size()) {
        break;
      }
      frames.add(bytes.slice(at + LENGTH_SIZE_BYTES, end));
      at = end;
    }
    return frames;
  }
}
