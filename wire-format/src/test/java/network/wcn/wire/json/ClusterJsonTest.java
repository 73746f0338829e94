package network.wcn.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractView;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterJsonTest {
  private static final String FILE = "cluster-json.json";
  private static final Pattern SETS = Pattern.compile("(operators\":\\[)([0-9,]+)]");

  static Stream<JsonNode> encodings() {
    return Vectors.cases(FILE, "encodings");
  }

  static Stream<JsonNode> decoding() {
    return Vectors.cases(FILE, "decoding");
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everyRecordedMessageIsReadAndWrittenAlike(JsonNode recorded) {
    String text = recorded.required("json").asText();

    assertEquals(inOrder(text), inOrder(rewritten(recorded, text)));
  }

  @ParameterizedTest
  @MethodSource("decoding")
  void textsAreTakenAndRefusedAsByTheReference(JsonNode recorded) {
    String text = recorded.required("json").asText();

    if (recorded.required("accepted").asBoolean()) {
      assertEquals(
          inOrder(recorded.required("reads_as").asText()), inOrder(rewritten(recorded, text)));
    } else {
      assertThrows(MalformedMessage.class, () -> rewritten(recorded, text));
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void aContractViewSurvivesTheJourney(JsonNode recorded) {
    if (!recorded.required("type").asText().equals("get_cluster_view.response")) {
      return;
    }
    String text = recorded.required("json").asText();
    ApiResult<ContractView> view = ClusterJson.decodeView(Bytes.utf8(text));
    Bytes encoded = ClusterJson.encodeView(view);

    assertEquals(inOrder(text), inOrder(encoded.toUtf8()));
    assertEquals(view, ClusterJson.decodeView(encoded));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFnull", // a byte order mark
        "null//", // a comment
        "nul",
        "NaN",
        "'node'",
        "null\u000b" // white space that is none in JSON
      })
  void onlyPlainJsonIsTaken(String text) {
    assertThrows(
        MalformedMessage.class, () -> ClusterJson.checkViewRequest(Bytes.utf8(text)), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Ok\":\"a\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\u007f\u2028🔑\"}", //
        "{\"Err\":{\"code\":7,\"message\":\"é\"}}"
      })
  void stringsAreEscapedAsSerdeEscapesThem(String text) {
    assertEquals(
        text, MetricsJson.encodeResponse(MetricsJson.decodeResponse(Bytes.utf8(text))).toUtf8());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    for (String hex : new String[] {"22ff22", "22c0af22", "22eda08022", "22f490808022", "22c3"}) {
      assertThrows(
          MalformedMessage.class, () -> MetricsJson.decodeRequest(Bytes.fromHex(hex)), hex);
    }
  }

  @Test
  void unknownFieldsMayHoldAnythingAndStandTwice() {
    String error = "{\"Err\":{\"x\":[{\"code\":-1.5e9}],\"code\":1,\"x\":\"\\ud800\",\"y\":{}}}";

    assertEquals(
        new ApiResult.Err<>(new ApiError(1, Optional.empty())),
        MetricsJson.decodeResponse(Bytes.utf8(error)));
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"Err\":{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"code\":1}}";

    assertThrows(MalformedMessage.class, () -> MetricsJson.decodeResponse(Bytes.utf8(deep)));
  }

  @Test
  void aRefusalSaysWhatWasExpectedAndWhatCame() {
    Bytes frame = Bytes.utf8("{\"Err\":{\"code\":256}}");
    MalformedMessage refusal =
        assertThrows(MalformedMessage.class, () -> MetricsJson.decodeResponse(frame));

    assertEquals(
        "expected an unsigned integer of 8 bits at character 15, got 256", refusal.getMessage());
  }

  /** Reads {@code text} as the recorded type and writes it again. */
  private static String rewritten(JsonNode recorded, String text) {
    Bytes frame = Bytes.utf8(text);
    UnaryOperator<Bytes> again =
        switch (recorded.required("type").asText()) {
          case "get_cluster_view.request" ->
              request -> {
                ClusterJson.checkViewRequest(request);
                return ClusterJson.viewRequest();
              };
          case "get_cluster_view.response" -> ClusterJsonTest::viewMessageAgain;
          case "get_event_stream.response" ->
              item -> ClusterJson.encodeStreamItem(ClusterJson.decodeStreamItem(item));
          case "get_metrics.request" ->
              request -> MetricsJson.encodeRequest(MetricsJson.decodeRequest(request));
          case "get_metrics.response" ->
              response -> MetricsJson.encodeResponse(MetricsJson.decodeResponse(response));
          default -> throw new IllegalArgumentException("unknown type in " + recorded);
        };
    return again.apply(frame).toUtf8();
  }

  /** The contract's view cannot tell "never aborted" apart at start 0; the message can. */
  private static Bytes viewMessageAgain(Bytes frame) {
    ApiResult<ViewMessage> result =
        JsonReader.read(frame, json -> ResultJson.read(json, ViewJson::read));
    return JsonWriter.write(json -> ResultJson.write(json, result, ViewJson::write));
  }

  /** Returns {@code text} with its sets in ascending order: theirs is not part of the form. */
  private static String inOrder(String text) {
    return SETS.matcher(text)
        .replaceAll(set ->
            set.group(1)
                + Arrays.stream(set.group(2).split(",", -1))
                    .map(Integer::valueOf)
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","))
                + "]");
  }
}
