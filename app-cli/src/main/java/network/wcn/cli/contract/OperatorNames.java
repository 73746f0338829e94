package network.wcn.cli.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NodeOperator;

/** How operators are called where only their slots are known. */
public final class OperatorNames {
  private final ContractSession session;

  OperatorNames(ContractSession session) {
    this.session = session;
  }

  /** Returns {@code operator[slot]: name address}. */
  public String of(int slot) {
    return "operator["
        + slot
        + "]: "
        + session.at(slot).map(operator -> name(operator) + " " + operator.id()).orElse("None");
  }

  /** Returns slot, account and name for JSON. */
  public Map<String, Object> json(int slot) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("slot", slot);
    Optional<ClusterOperator> operator = session.at(slot);
    operator.ifPresent(known -> {
      object.put("id", known.id().toString());
      object.put("name", name(known));
    });
    return object;
  }

  private static String name(ClusterOperator operator) {
    return switch (operator) {
      case NodeOperator readable -> readable.name();
      case CorruptedOperator _ -> "(corrupted)";
    };
  }
}
