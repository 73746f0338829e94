package network.wcn.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.domain.api.Api;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreambleTest {
  private static final String FILE = "handshake.json";
  private static final List<String> NAMES = Arrays.stream(Api.values()).map(Api::wireName).toList();

  static Stream<JsonNode> preambles() {
    return Vectors.cases(FILE, "preambles");
  }

  static Stream<JsonNode> statusesRead() {
    return Vectors.cases(FILE, "statuses_read");
  }

  static Stream<JsonNode> statusesWritten() {
    return Vectors.cases(FILE, "statuses_written");
  }

  @ParameterizedTest
  @MethodSource("preambles")
  void asksForAnApiLikeTheReference(JsonNode recorded) {
    String api = recorded.required("api").asText();

    assertEquals(Vectors.hex(recorded, "bytes"), Preamble.encode(api));
    assertEquals(
        Optional.of(api), Preamble.requested(Vectors.hex(recorded, "bytes").toArray(), NAMES));
  }

  @ParameterizedTest
  @EnumSource
  void everyApiCanBeAskedFor(Api api) {
    assertEquals(
        Optional.of(api.wireName()),
        Preamble.requested(Preamble.encode(api.wireName()).toArray(), NAMES));
  }

  @Test
  void anApiWithAnotherByteIsUnknown() {
    byte[] preamble = Preamble.encode("Replica").toArray();
    preamble[19] = 1;

    assertEquals(Optional.empty(), Preamble.requested(preamble, NAMES));
  }

  @Test
  void aNameLongerThanItsFieldIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Preamble.encode("SeventeenLetters!"));
  }

  @ParameterizedTest
  @MethodSource("statusesRead")
  void readsStatusesLikeTheReference(JsonNode recorded) {
    ByteBuffer bytes = ByteBuffer.wrap(Vectors.hex(recorded, "bytes").toArray());
    ConnectionStatus status = ConnectionStatus.of(bytes.getInt());

    assertEquals(recorded.required("code").asInt(), status.code());
    assertEquals(recorded.required("read_as").asText(), words(status));
  }

  @ParameterizedTest
  @MethodSource("statusesWritten")
  void writesStatusesLikeTheReference(JsonNode recorded) {
    int code = recorded.required("code").asInt();
    String status = recorded.required("status").asText();
    if (!status.equals("unauthorized")) { // The network writes it as an unknown API.
      assertEquals(status, words(ConnectionStatus.of(code)));
    }
    assertEquals(
        ByteBuffer.wrap(Vectors.hex(recorded, "bytes").toArray()).getInt(),
        ConnectionStatus.of(code).code());
  }

  @Test
  void frameLengthsEndAtEightMebibytes() {
    assertTrue(FrameHeader.isAllowed(0));
    assertTrue(FrameHeader.isAllowed(8_388_608));
    assertEquals(false, FrameHeader.isAllowed(8_388_609));
    assertEquals(false, FrameHeader.isAllowed(-1));
  }

  private static String words(ConnectionStatus status) {
    return switch (status) {
      case ConnectionStatus.Accepted _ -> "accepted";
      case ConnectionStatus.UnsupportedProtocol _ -> "unsupported protocol";
      case ConnectionStatus.UnknownApi _ -> "unknown API";
      case ConnectionStatus.Unauthorized _ -> "unauthorized";
      case ConnectionStatus.Rejected rejected -> "rejected, reason " + rejected.reason();
      case ConnectionStatus.Undefined _ -> "an error";
    };
  }
}
