package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.wire.MalformedMessage;

/** The JSON form of events, under the names of the contract's events. */
final class EventJson {
  private static final String EVENT = "event";
  private static final String ID = "id";
  private static final String SLOT = "slot";
  private static final String OPERATOR = "operator";

  private EventJson() {}

  static ObjectNode write(ContractEvent event) {
    ObjectNode node = JsonFields.newObject().put("version", event.version().toString());
    switch (event) {
      case ContractEvent.Initialized initialized -> {
        node.put(EVENT, "ClusterInitialized");
        node.set("operators", ViewJson.write(initialized.operators()));
        node.set("settings", ViewJson.write(initialized.settings()));
      }
      case ContractEvent.MigrationStarted started ->
          node.put(EVENT, "MigrationStarted")
              .put(ID, Long.toUnsignedString(started.migrationId()))
              .put("keyspaceVersion", Long.toUnsignedString(started.newKeyspaceVersion()))
              .put("at", Long.toUnsignedString(started.at()))
              .set("newKeyspace", ViewJson.write(started.newKeyspace()));
      case ContractEvent.MigrationDataPullCompleted completed ->
          node.put(EVENT, "MigrationDataPullCompleted")
              .put(ID, Long.toUnsignedString(completed.migrationId()))
              .put(OPERATOR, completed.operator().toString());
      case ContractEvent.MigrationCompleted completed ->
          node.put(EVENT, "MigrationCompleted")
              .put(ID, Long.toUnsignedString(completed.migrationId()))
              .put(OPERATOR, completed.operator().toString());
      case ContractEvent.MigrationAborted aborted ->
          node.put(EVENT, "MigrationAborted")
              .put(ID, Long.toUnsignedString(aborted.migrationId()))
              .put("at", Long.toUnsignedString(aborted.at()));
      case ContractEvent.NodeOperatorAdded added ->
          node.put(EVENT, "NodeOperatorAdded")
              .put(SLOT, added.slot())
              .set(OPERATOR, ViewJson.write(added.operator()));
      case ContractEvent.NodeOperatorUpdated updated ->
          node.put(EVENT, "NodeOperatorUpdated")
              .put(SLOT, updated.slot())
              .set(OPERATOR, ViewJson.write(updated.operator()));
      case ContractEvent.NodeOperatorRemoved removed ->
          node.put(EVENT, "NodeOperatorRemoved")
              .put(SLOT, removed.slot())
              .put(OPERATOR, removed.operator().toString());
      case ContractEvent.MaintenanceToggled toggled ->
          node.put(EVENT, "MaintenanceToggled")
              .put("by", toggled.by().toString())
              .put("active", toggled.active());
      case ContractEvent.SettingsUpdated updated ->
          node.put(EVENT, "SettingsUpdated")
              .put("by", updated.by().toString())
              .set("settings", ViewJson.write(updated.settings()));
    }
    return node;
  }

  static ContractEvent read(JsonFields event) {
    BigInteger version = event.number("version");
    String name = event.text(EVENT);
    return switch (name) {
      case "ClusterInitialized" ->
          new ContractEvent.Initialized(
              event.list("operators", ViewJson::readOperator),
              ViewJson.readSettings(event.object("settings")),
              version);
      case "MigrationStarted" ->
          new ContractEvent.MigrationStarted(
              event.u64(ID),
              ViewJson.readKeyspace(event.object("newKeyspace")),
              event.u64("keyspaceVersion"),
              event.u64("at"),
              version);
      case "MigrationDataPullCompleted" ->
          new ContractEvent.MigrationDataPullCompleted(
              event.u64(ID), event.address(OPERATOR), version);
      case "MigrationCompleted" ->
          new ContractEvent.MigrationCompleted(event.u64(ID), event.address(OPERATOR), version);
      case "MigrationAborted" ->
          new ContractEvent.MigrationAborted(event.u64(ID), event.u64("at"), version);
      case "NodeOperatorAdded" ->
          new ContractEvent.NodeOperatorAdded(
              event.integer(SLOT), ViewJson.readOperator(event.object(OPERATOR)), version);
      case "NodeOperatorUpdated" ->
          new ContractEvent.NodeOperatorUpdated(
              event.integer(SLOT), ViewJson.readOperator(event.object(OPERATOR)), version);
      case "NodeOperatorRemoved" ->
          new ContractEvent.NodeOperatorRemoved(
              event.integer(SLOT), event.address(OPERATOR), version);
      case "MaintenanceToggled" ->
          new ContractEvent.MaintenanceToggled(event.address("by"), event.bool("active"), version);
      case "SettingsUpdated" ->
          new ContractEvent.SettingsUpdated(
              ViewJson.readSettings(event.object("settings")), event.address("by"), version);
      default -> throw new MalformedMessage("no event of the contract is named " + name);
    };
  }
}
