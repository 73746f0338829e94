package network.wcn.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import network.wcn.domain.Bytes;
import network.wcn.wire.DecoderFuzz;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;

/** Whatever is read is written so that it reads alike; all else is refused in order. */
class JsonFuzzTest {
  private static final long SEED = 20_260_211;
  private static final int DAMAGED_TEXTS = 200;

  private static final List<String> FRAGMENTS =
      List.of(
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "{",
          "}",
          "[",
          "]",
          "[[[[",
          ":",
          ",",
          "null",
          "true",
          "-",
          "-0",
          "0",
          "00",
          "1e9",
          "1.5",
          "256",
          "65536",
          "18446744073709551616",
          "\u0000",
          "\uFEFF",
          "🔑",
          "{\"Ok\":",
          "{\"Err\":",
          "\"x\":{},",
          "340282366920938463463374607431768211456");

  @Test
  void noViewCrashesTheDecoder() {
    fuzz(
        "get_cluster_view.response",
        frame -> again(frame, ClusterJson::decodeView, ClusterJson::encodeView));
  }

  @Test
  void noEventCrashesTheDecoder() {
    fuzz(
        "get_event_stream.response",
        frame -> again(frame, ClusterJson::decodeStreamItem, ClusterJson::encodeStreamItem));
  }

  @Test
  void noMetricsRequestCrashesTheDecoder() {
    fuzz(
        "get_metrics.request",
        frame -> again(frame, MetricsJson::decodeRequest, MetricsJson::encodeRequest));
  }

  @Test
  void noMetricsCrashTheDecoder() {
    fuzz(
        "get_metrics.response",
        frame -> again(frame, MetricsJson::decodeResponse, MetricsJson::encodeResponse));
  }

  private static <T> T again(Bytes frame, Function<Bytes, T> decode, Function<T, Bytes> encode) {
    T value = decode.apply(frame);
    assertEquals(value, decode.apply(encode.apply(value)));
    return value;
  }

  private static void fuzz(String type, Function<Bytes, ?> decoder) {
    List<String> texts =
        Vectors.cases("cluster-json.json", "encodings")
            .filter(recorded -> recorded.required("type").asText().equals(type))
            .map(recorded -> recorded.required("json").asText())
            .toList();
    List<Bytes> samples = new ArrayList<>(texts.stream().map(Bytes::utf8).toList());
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < DAMAGED_TEXTS; i++) {
      samples.add(Bytes.utf8(damaged(texts.get(random.nextInt(texts.size())), random)));
    }
    DecoderFuzz.of(decoder).samples(samples).run(SEED);
  }

  /** Returns {@code text} with up to 5 characters replaced by what JSON gives a meaning to. */
  private static String damaged(String text, SplittableRandom random) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(6));
    return text.substring(0, from)
        + FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))
        + text.substring(to);
  }
}
