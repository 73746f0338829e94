package network.wcn.domain.membership;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.wcn.domain.identity.OperatorId;

/** Compares the contract's single getters with what a ledger says. */
final class Getters {
  static final Set<String> ONLY_AN_EVM_HAS = Set.of("UPGRADE_INTERFACE_VERSION", "proxiableUUID");

  private Getters() {}

  /** Returns whether {@code ledger} agrees with every getter recorded beside a view. */
  static boolean allAnswer(Ledger ledger, JsonNode getters) {
    for (Map.Entry<String, JsonNode> getter : getters.properties()) {
      JsonNode decoded = ContractVectors.object(getter.getValue(), "decoded");
      if (!answers(ledger, getter.getKey(), decoded)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether {@code ledger} agrees with one recorded call of a getter. */
  static boolean answers(Ledger ledger, JsonNode recorded) {
    String function = ContractVectors.text(recorded, "function");
    JsonNode args = ContractVectors.object(recorded, "args");
    if (ContractVectors.text(recorded, "result").equals("revert")) {
      return switch (function) {
        case "getOperatorAt" -> !ledger.slots().occupied().contains(slot(args, "slotIdx"));
        case "operatorSlots" -> slot(args, "_0") >= SlotMask.SLOTS;
        case "keyspaces" -> slot(args, "_0") >= ledger.view().keyspaces().size();
        default -> throw new IllegalArgumentException("no revert known of " + function);
      };
    }
    JsonNode decoded = ContractVectors.object(recorded, "decoded");
    return switch (function) {
      case "isOperator" ->
          ledger.isOperator(ContractVectors.address(args, "addr")) == first(decoded).asBoolean();
      case "getOperatorAt" ->
          ledger.slots().occupied().contains(slot(args, "slotIdx"))
              && ledger.storedAt(slot(args, "slotIdx")).id().equals(firstAddress(decoded));
      case "operatorSlotIndexes" ->
          ledger.slotOf(ContractVectors.address(args, "_0")) == first(decoded).asInt();
      case "operatorSlots" ->
          ledger.storedAt(slot(args, "_0")).equals(ContractVectors.operator(decoded));
      case "keyspaces" ->
          ledger.view().keyspaces().get(slot(args, "_0")).equals(ContractVectors.keyspace(decoded));
      default -> answers(ledger, function, decoded);
    };
  }

  private static boolean answers(Ledger ledger, String function, JsonNode decoded) {
    ContractView view = ledger.view();
    return switch (function) {
      case "MAX_OPERATORS" -> SlotMask.SLOTS == first(decoded).asInt();
      case "getOperatorCount" -> ledger.slots().count() == first(decoded).asInt();
      case "getAllOperators" -> operators(ledger).equals(sortedAddresses(first(decoded)));
      case "getCurrentKeyspace" ->
          ledger.currentKeyspace().operators().slots().equals(numbers(first(decoded)))
              && ledger.currentKeyspace().replicationStrategy()
                  == ContractVectors.object(decoded, "_1").asInt();
      case "getMigrationStatus" ->
          view.migration().id() == ContractVectors.u64(decoded, "id")
              && view.migration().pulling().count()
                  == ContractVectors.object(decoded, "remaining").asInt()
              && view.migration().isRunning()
                  == ContractVectors.object(decoded, "inProgress").asBoolean();
      case "getPullingOperators" ->
          view.migration().pulling().slots().equals(numbers(first(decoded)));
      case "keyspaceVersion" -> view.keyspaceVersion() == ContractVectors.u64(decoded, "_0");
      case "version" -> view.version().equals(ContractVectors.number(decoded, "_0"));
      case "operatorBitmask" ->
          ledger.slots().occupied().bits().equals(ContractVectors.number(decoded, "_0"));
      case "maintenanceSlot" ->
          view.maintenance().orElse(OperatorId.ZERO).equals(firstAddress(decoded));
      case "owner" -> view.owner().equals(firstAddress(decoded));
      case "pendingOwner" -> ledger.pendingOwner().equals(firstAddress(decoded));
      case "settings" -> view.settings().equals(ContractVectors.settings(decoded));
      case "migration" -> view.migration().equals(ContractVectors.migration(decoded));
      default -> throw new IllegalArgumentException("unknown getter " + function);
    };
  }

  private static JsonNode first(JsonNode decoded) {
    return ContractVectors.object(decoded, "_0");
  }

  private static OperatorId firstAddress(JsonNode decoded) {
    return ContractVectors.address(decoded, "_0");
  }

  private static int slot(JsonNode args, String field) {
    return ContractVectors.object(args, field).asInt();
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private static List<OperatorId> sortedAddresses(JsonNode array) {
    List<OperatorId> addresses = new ArrayList<>();
    array.forEach(address -> addresses.add(OperatorId.parse(address.asText())));
    return addresses.stream().sorted().toList();
  }

  private static List<OperatorId> operators(Ledger ledger) {
    return ledger.slots().occupied().slots().stream()
        .map(slot -> ledger.storedAt(slot).id())
        .sorted()
        .toList();
  }
}
