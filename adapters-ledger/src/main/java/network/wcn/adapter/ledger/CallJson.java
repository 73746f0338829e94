package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.wire.MalformedMessage;

/** The JSON forms of calls, under the names of the contract's functions, and of refusals. */
final class CallJson {
  private static final String FUNCTION = "function";
  private static final String ERROR = "error";

  private CallJson() {}

  static ObjectNode write(ContractCall call) {
    ObjectNode node = JsonFields.newObject();
    switch (call) {
      case ContractCall.StartMigration start ->
          node.put(FUNCTION, "startMigration")
              .set("newKeyspace", ViewJson.write(start.newKeyspace()));
      case ContractCall.CompleteMigration complete ->
          node.put(FUNCTION, "completeMigration")
              .put("id", Long.toUnsignedString(complete.migrationId()));
      case ContractCall.AbortMigration abort ->
          node.put(FUNCTION, "abortMigration")
              .put("id", Long.toUnsignedString(abort.migrationId()));
      case ContractCall.AddNodeOperator add ->
          node.put(FUNCTION, "addNodeOperator").set("operator", ViewJson.write(add.operator()));
      case ContractCall.UpdateNodeOperatorData update ->
          node.put(FUNCTION, "updateNodeOperatorData")
              .put("address", update.id().toString())
              .put("data", JsonFields.hex(update.data()));
      case ContractCall.RemoveNodeOperator remove ->
          node.put(FUNCTION, "removeNodeOperator").put("address", remove.id().toString());
      case ContractCall.SetMaintenance maintenance ->
          node.put(FUNCTION, "setMaintenance").put("active", maintenance.inMaintenance());
      case ContractCall.UpdateSettings update ->
          node.put(FUNCTION, "updateSettings").set("settings", ViewJson.write(update.settings()));
      case ContractCall.TransferOwnership transfer ->
          node.put(FUNCTION, "transferOwnership").put("newOwner", transfer.newOwner().toString());
      case ContractCall.AcceptOwnership _ -> node.put(FUNCTION, "acceptOwnership");
      case ContractCall.RenounceOwnership _ -> node.put(FUNCTION, "renounceOwnership");
    }
    return node;
  }

  static ContractCall read(JsonFields call) {
    String function = call.text(FUNCTION);
    return switch (function) {
      case "startMigration" ->
          new ContractCall.StartMigration(ViewJson.readKeyspace(call.object("newKeyspace")));
      case "completeMigration" -> new ContractCall.CompleteMigration(call.u64("id"));
      case "abortMigration" -> new ContractCall.AbortMigration(call.u64("id"));
      case "addNodeOperator" ->
          new ContractCall.AddNodeOperator(ViewJson.readOperator(call.object("operator")));
      case "updateNodeOperatorData" ->
          new ContractCall.UpdateNodeOperatorData(call.address("address"), call.bytes("data"));
      case "removeNodeOperator" -> new ContractCall.RemoveNodeOperator(call.address("address"));
      case "setMaintenance" -> new ContractCall.SetMaintenance(call.bool("active"));
      case "updateSettings" ->
          new ContractCall.UpdateSettings(ViewJson.readSettings(call.object("settings")));
      case "transferOwnership" -> new ContractCall.TransferOwnership(call.address("newOwner"));
      case "acceptOwnership" -> new ContractCall.AcceptOwnership();
      case "renounceOwnership" -> new ContractCall.RenounceOwnership();
      default -> throw new MalformedMessage("no function of the contract is named " + function);
    };
  }

  static ObjectNode write(ContractRefusal refusal) {
    return switch (refusal) {
      case ContractRefusal.Named named ->
          JsonFields.newObject().put(ERROR, named.reason().solidityName());
      case ContractRefusal.OwnableUnauthorizedAccount notOwner ->
          JsonFields.newObject()
              .put(ERROR, "OwnableUnauthorizedAccount")
              .put("account", notOwner.account().toString());
      case ContractRefusal.OwnableInvalidOwner invalid ->
          JsonFields.newObject()
              .put(ERROR, "OwnableInvalidOwner")
              .put("owner", invalid.owner().toString());
    };
  }

  static ContractRefusal readRefusal(JsonFields refusal) {
    String error = refusal.text(ERROR);
    return switch (error) {
      case "OwnableUnauthorizedAccount" ->
          new ContractRefusal.OwnableUnauthorizedAccount(refusal.address("account"));
      case "OwnableInvalidOwner" ->
          new ContractRefusal.OwnableInvalidOwner(refusal.address("owner"));
      default -> ContractRefusal.of(reason(error));
    };
  }

  private static ContractRefusal.Reason reason(String error) {
    for (ContractRefusal.Reason reason : ContractRefusal.Reason.values()) {
      if (reason.solidityName().equals(error)) {
        return reason;
      }
    }
    throw new MalformedMessage("no error of the contract is named " + error);
  }
}
