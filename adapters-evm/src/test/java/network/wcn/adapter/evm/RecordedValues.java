package network.wcn.adapter.evm;

import static network.wcn.adapter.evm.RecordedTrace.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;

/** Reads the decoded side of the recordings as values of the domain. */
final class RecordedValues {
  private RecordedValues() {}

  static OperatorId address(JsonNode node, String field) {
    return OperatorId.parse(text(node, field));
  }

  static Bytes bytes(JsonNode node, String field) {
    return Bytes.fromHex(text(node, field).substring(2));
  }

  static BigInteger number(JsonNode node, String field) {
    return new BigInteger(text(node, field));
  }

  static long u64(JsonNode node, String field) {
    return Long.parseUnsignedLong(text(node, field));
  }

  static int small(JsonNode node, String field) {
    return Integer.parseInt(text(node, field));
  }

  static boolean flag(JsonNode node, String field) {
    return Boolean.parseBoolean(text(node, field));
  }

  static KeyspaceSpec keyspace(JsonNode node) {
    return new KeyspaceSpec(
        new SlotMask(number(node, "operatorBitmask")), small(node, "replicationStrategy"));
  }

  static ContractSettings settings(JsonNode node) {
    return new ContractSettings(
        small(node, "maxOperatorDataBytes"), small(node, "minOperators"), bytes(node, "extra"));
  }

  static OperatorEntry operator(JsonNode node) {
    return new OperatorEntry(address(node, "addr"), bytes(node, "data"));
  }

  static List<OperatorEntry> operators(JsonNode array) {
    List<OperatorEntry> operators = new ArrayList<>();
    array.forEach(node -> operators.add(operator(node)));
    return operators;
  }

  static ContractView view(JsonNode node) {
    List<Optional<OperatorEntry>> slots = new ArrayList<>();
    for (OperatorEntry entry : operators(node.path("operatorSlots"))) {
      boolean isEmpty = entry.id().isZero() && entry.data().isEmpty();
      slots.add(isEmpty ? Optional.empty() : Optional.of(entry));
    }
    List<KeyspaceSpec> keyspaces = new ArrayList<>();
    node.path("keyspaces").forEach(keyspace -> keyspaces.add(keyspace(keyspace)));
    JsonNode migration = node.path("migration");
    return new ContractView(
        address(node, "owner"),
        settings(node.path("settings")),
        number(node, "version"),
        u64(node, "keyspaceVersion"),
        slots,
        keyspaces,
        new ContractMigration(
            u64(migration, "id"),
            u64(migration, "startedAt"),
            u64(migration, "abortedAt"),
            new SlotMask(number(migration, "pullingOperatorBitmask"))),
        Optional.of(address(node, "maintenanceSlot")).filter(holder -> !holder.isZero()));
  }

  /** Returns the call that {@code function} with {@code args} is; empty for what is none. */
  static Optional<ContractCall> call(String function, JsonNode args) {
    return Optional.ofNullable(
        switch (function) {
          case "startMigration" ->
              new ContractCall.StartMigration(keyspace(args.path("newKeyspace")));
          case "completeMigration" -> new ContractCall.CompleteMigration(u64(args, "id"));
          case "abortMigration" -> new ContractCall.AbortMigration(u64(args, "id"));
          case "addNodeOperator" ->
              new ContractCall.AddNodeOperator(operator(args.path("operator")));
          case "updateNodeOperatorData" ->
              new ContractCall.UpdateNodeOperatorData(
                  address(args, "operatorAddress"), bytes(args, "newData"));
          case "removeNodeOperator" ->
              new ContractCall.RemoveNodeOperator(address(args, "operatorAddr"));
          case "setMaintenance" -> new ContractCall.SetMaintenance(flag(args, "active"));
          case "updateSettings" ->
              new ContractCall.UpdateSettings(settings(args.path("newSettings")));
          case "transferOwnership" -> new ContractCall.TransferOwnership(address(args, "newOwner"));
          case "acceptOwnership" -> new ContractCall.AcceptOwnership();
          case "renounceOwnership" -> new ContractCall.RenounceOwnership();
          default -> null;
        });
  }

  /** Returns the event that a log was decoded to; empty for those that change no view. */
  static Optional<ContractEvent> event(JsonNode log) {
    JsonNode values = log.path("decoded");
    long at = log.path("blockTimestamp").asLong();
    return Optional.ofNullable(
        switch (text(log, "event")) {
          case "ClusterInitialized" ->
              new ContractEvent.Initialized(
                  operators(values.path("operators")),
                  settings(values.path("settings")),
                  version(values));
          case "MigrationStarted" ->
              new ContractEvent.MigrationStarted(
                  u64(values, "id"),
                  keyspace(values.path("newKeyspace")),
                  u64(values, "keyspaceVersion"),
                  at,
                  version(values));
          case "MigrationDataPullCompleted" ->
              new ContractEvent.MigrationDataPullCompleted(
                  u64(values, "id"), address(values, "operator"), version(values));
          case "MigrationCompleted" ->
              new ContractEvent.MigrationCompleted(
                  u64(values, "id"), address(values, "operator"), version(values));
          case "MigrationAborted" ->
              new ContractEvent.MigrationAborted(u64(values, "id"), at, version(values));
          case "NodeOperatorAdded" ->
              new ContractEvent.NodeOperatorAdded(
                  small(values, "slot"), loggedOperator(values), version(values));
          case "NodeOperatorUpdated" ->
              new ContractEvent.NodeOperatorUpdated(
                  small(values, "slot"), loggedOperator(values), version(values));
          case "NodeOperatorRemoved" ->
              new ContractEvent.NodeOperatorRemoved(
                  small(values, "slot"), address(values, "operator"), version(values));
          case "MaintenanceToggled" ->
              new ContractEvent.MaintenanceToggled(
                  address(values, "operator"), flag(values, "active"), version(values));
          case "SettingsUpdated" ->
              new ContractEvent.SettingsUpdated(
                  settings(values.path("newSettings")),
                  address(values, "updatedBy"),
                  version(values));
          default -> null;
        });
  }

  private static BigInteger version(JsonNode values) {
    return number(values, "version");
  }

  private static OperatorEntry loggedOperator(JsonNode values) {
    return new OperatorEntry(address(values, "operator"), bytes(values, "operatorData"));
  }
}
