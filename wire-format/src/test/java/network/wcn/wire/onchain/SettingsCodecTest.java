package network.wcn.wire.onchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsCodecTest {
  private static final String FILE = "onchain.json";
  private static final int MIN_OPERATORS = 5;

  static Stream<JsonNode> settings() {
    return Vectors.cases(FILE, "settings");
  }

  static Stream<JsonNode> decoding() {
    return Vectors.cases(FILE, "settings_decoding");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void recordedSettingsAreReadAndWritten(JsonNode recorded) {
    NetworkSettings settings = networkSettings(recorded);

    assertEquals(settings, SettingsCodec.decode(contractSettings(recorded)));
    if (recorded.required("schema").asInt() == 1) {
      assertEquals(contractSettings(recorded), SettingsCodec.encode(settings));
      assertEquals(recorded.required("min_operators_written").asInt(), MIN_OPERATORS);
    }
  }

  @ParameterizedTest
  @MethodSource("decoding")
  void oddSettingsAreTakenOrRefusedAsByTheReference(JsonNode recorded) {
    ContractSettings settings = contractSettings(recorded);

    if (recorded.required("accepted").asBoolean()) {
      assertEquals(networkSettings(recorded), SettingsCodec.decode(settings));
    } else {
      assertThrows(MalformedMessage.class, () -> SettingsCodec.decode(settings));
      OnChainData data = new OnChainData(new ClusterKey(Bytes.wrap(new byte[32])));
      assertThrows(IllegalArgumentException.class, () -> data.settings(settings));
    }
  }

  @Test
  void durationsAreCutToMillisecondsThatFit() {
    NetworkSettings settings =
        new NetworkSettings(
            4096,
            MIN_OPERATORS,
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofNanos(1_999_999),
            10,
            10_000_000,
            10_000_000);

    NetworkSettings read = SettingsCodec.decode(SettingsCodec.encode(settings));

    assertEquals(Duration.ofMillis(0xffff_ffffL), read.eventPropagationLatency());
    assertEquals(Duration.ofMillis(1), read.clockSkew());
  }

  @Test
  void ignoredValuesAreNamed() {
    assertEquals(List.of(), SettingsCodec.ignoredValues(withExtra("008827f403")));
    assertEquals(List.of(), SettingsCodec.ignoredValues(withExtra("0103000000")));
    assertEquals(
        List.of(
            "setting EVENT_PROPAGATION_LATENCY_MILLIS has 4 bytes, ignored 3",
            "settings 5 to 6 are unknown"),
        SettingsCodec.ignoredValues(withExtra("0107" + "03010203" + "0000000000" + "0107")));
  }

  private static ContractSettings withExtra(String hex) {
    return new ContractSettings(4096, MIN_OPERATORS, Bytes.fromHex(hex));
  }

  private static ContractSettings contractSettings(JsonNode recorded) {
    return new ContractSettings(
        recorded.required("max_node_operator_data_bytes").asInt(),
        MIN_OPERATORS,
        Vectors.hex(recorded, "extra"));
  }

  private static NetworkSettings networkSettings(JsonNode recorded) {
    JsonNode settings = recorded.required("settings");
    return new NetworkSettings(
        settings.required("max_node_operator_data_bytes").asInt(),
        MIN_OPERATORS,
        Duration.ofMillis(settings.required("event_propagation_latency_ms").asLong()),
        Duration.ofMillis(settings.required("clock_skew_ms").asLong()),
        settings.required("migration_concurrency").asInt(),
        settings.required("migration_tx_bandwidth").asLong(),
        settings.required("migration_rx_bandwidth").asLong());
  }
}
