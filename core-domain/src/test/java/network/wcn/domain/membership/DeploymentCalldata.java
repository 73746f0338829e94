package network.wcn.domain.membership;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/** Reads the ABI form of {@code initialize((uint16,uint8,bytes),(address,bytes)[])}. */
final class DeploymentCalldata {
  private static final int SELECTOR_BYTES = 4;
  private static final int WORD_BYTES = 32;

  private DeploymentCalldata() {}

  static Genesis decode(OperatorId from, Bytes calldata) {
    Bytes data = calldata.slice(SELECTOR_BYTES, calldata.size());
    int settingsAt = number(data, 0);
    ContractSettings settings =
        new ContractSettings(
            number(data, settingsAt),
            number(data, settingsAt + WORD_BYTES),
            bytes(data, settingsAt + number(data, settingsAt + 2 * WORD_BYTES)));
    int operatorsAt = number(data, WORD_BYTES);
    int count = number(data, operatorsAt);
    int tuplesAt = operatorsAt + WORD_BYTES;
    List<OperatorEntry> operators = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tupleAt = tuplesAt + number(data, tuplesAt + i * WORD_BYTES);
      operators.add(
          new OperatorEntry(
              new OperatorId(data.slice(tupleAt + 12, tupleAt + WORD_BYTES)),
              bytes(data, tupleAt + number(data, tupleAt + WORD_BYTES))));
    }
    return new Genesis(from, settings, operators);
  }

  private static int number(Bytes data, int at) {
    return new BigInteger(1, data.slice(at, at + WORD_BYTES).toArray()).intValueExact();
  }

  private static Bytes bytes(Bytes data, int at) {
    return data.slice(at + WORD_BYTES, at + WORD_BYTES + number(data, at));
  }
}
