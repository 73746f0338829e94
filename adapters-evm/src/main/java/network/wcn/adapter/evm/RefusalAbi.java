package network.wcn.adapter.evm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.wire.MalformedMessage;

/** How the contract says on chain that a rule forbids a call. */
final class RefusalAbi {
  private static final int SELECTOR_BYTES = 4;
  private static final Bytes NOT_OWNER =
      ContractAbi.selector("OwnableUnauthorizedAccount(address)");
  private static final Bytes INVALID_OWNER = ContractAbi.selector("OwnableInvalidOwner(address)");
  private static final Map<Bytes, ContractRefusal.Reason> REASONS =
      Arrays.stream(ContractRefusal.Reason.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  reason -> ContractAbi.selector(reason.solidityName() + "()"),
                  Function.identity()));

  private RefusalAbi() {}

  /**
   * Returns the refusal that {@code revertData} stands for; empty if it is none of the contract's
   * rules, like a call that ran out of gas.
   */
  static Optional<ContractRefusal> decode(Bytes revertData) {
    if (revertData.size() < SELECTOR_BYTES) {
      return Optional.empty();
    }
    Bytes selector = revertData.slice(0, SELECTOR_BYTES);
    if (selector.equals(NOT_OWNER)) {
      return argument(revertData).map(ContractRefusal.OwnableUnauthorizedAccount::new);
    }
    if (selector.equals(INVALID_OWNER)) {
      return argument(revertData).map(ContractRefusal.OwnableInvalidOwner::new);
    }
    return Optional.ofNullable(REASONS.get(selector)).map(ContractRefusal.Named::new);
  }

  private static Optional<OperatorId> argument(Bytes revertData) {
    try {
      return Optional.of(
          AbiReader.of(revertData.slice(SELECTOR_BYTES, revertData.size())).address());
    } catch (MalformedMessage _) {
      return Optional.empty();
    }
  }
}
