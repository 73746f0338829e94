package network.wcn.cli.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.onchain.SettingsCodec;

/** The network's settings as lines for people and as JSON for programs. */
public final class SettingsText {
  private SettingsText() {}

  /** Returns one line for each setting, indented by a tab, each ended. */
  public static String block(ContractSettings settings) {
    return json(settings).entrySet().stream()
        .map(entry -> "\t" + entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Returns the settings for JSON; what cannot be read says why. */
  public static Map<String, Object> json(ContractSettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("max_operator_data_bytes", settings.maxOperatorDataBytes());
    object.put("min_operators", settings.minOperators());
    try {
      NetworkSettings decoded = SettingsCodec.decode(settings);
      object.put("event_propagation_latency_ms", decoded.eventPropagationLatency().toMillis());
      object.put("clock_skew_ms", decoded.clockSkew().toMillis());
      object.put("migration_concurrency", decoded.migrationConcurrency());
      object.put("migration_tx_bandwidth", decoded.migrationTxBytesPerSecond());
      object.put("migration_rx_bandwidth", decoded.migrationRxBytesPerSecond());
    } catch (MalformedMessage e) {
      object.put("corrupted", String.valueOf(e.getMessage()));
    }
    return object;
  }
}
