package network.wcn.wire.onchain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.DecoderFuzz;
import network.wcn.wire.Vectors;
import org.junit.jupiter.api.Test;

/** Whatever the chain holds is read or refused in order, and what is read can be written again. */
class OnChainFuzzTest {
  private static final long SEED = 20_260_211;
  private static final ClusterKey KEY = new ClusterKey(Bytes.wrap(new byte[32]));

  @Test
  void noOperatorDataCrashesTheDecoder() {
    OperatorDataCodec codec = new OperatorDataCodec(KEY);
    DecoderFuzz.of(
            data -> {
              NodeOperator operator = codec.decode(OperatorId.ZERO, data);
              if (operator.name().getBytes(StandardCharsets.UTF_8).length
                  <= NodeOperator.MAX_NAME_SIZE_BYTES) {
                assertEquals(operator, codec.decode(OperatorId.ZERO, codec.encode(operator)));
              }
              return operator;
            })
        .samples(recorded("operators", "data"))
        .run(SEED);
  }

  @Test
  void everyOperatorStaysInTheView() {
    OnChainData reader = new OnChainData(KEY);
    DecoderFuzz.of(
            data -> {
              var operator = reader.operator(new OperatorEntry(OperatorId.ZERO, data));
              assertEquals(OperatorId.ZERO, operator.id());
              return operator;
            })
        .samples(recorded("operator_decoding", "data"))
        .run(SEED);
  }

  @Test
  void noSettingsCrashTheDecoder() {
    DecoderFuzz.of(
            extra -> {
              ContractSettings undecoded = new ContractSettings(4096, 5, extra);
              NetworkSettings settings = SettingsCodec.decode(undecoded);
              assertEquals(settings, SettingsCodec.decode(SettingsCodec.encode(settings)));
              return SettingsCodec.ignoredValues(undecoded);
            })
        .samples(recorded("settings_decoding", "extra"))
        .run(SEED);
  }

  private static List<Bytes> recorded(String array, String field) {
    return Vectors.cases("onchain.json", array)
        .map(recorded -> Vectors.hex(recorded, field))
        .toList();
  }
}
