package network.wcn.domain.membership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;

/** Reads the recordings of {@code vectors/contract} as values of the domain. */
final class ContractVectors {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("wcn.vectors", "../vectors")).resolve("contract");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractVectors() {}

  static List<JsonNode> read(String file) {
    try {
      List<JsonNode> entries = new ArrayList<>();
      JSON.readTree(Files.readAllBytes(DIRECTORY.resolve(file))).forEach(entries::add);
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("no field " + field + " in " + node);
    }
    return value.asText();
  }

  static JsonNode object(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new IllegalArgumentException("no field " + field + " in " + node);
    }
    return value;
  }

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

  static KeyspaceSpec keyspace(JsonNode node) {
    return new KeyspaceSpec(
        new SlotMask(number(node, "operatorBitmask")), object(node, "replicationStrategy").asInt());
  }

  static ContractSettings settings(JsonNode node) {
    return new ContractSettings(
        object(node, "maxOperatorDataBytes").asInt(),
        object(node, "minOperators").asInt(),
        bytes(node, "extra"));
  }

  static OperatorEntry operator(JsonNode node) {
    return new OperatorEntry(address(node, "addr"), bytes(node, "data"));
  }

  static List<OperatorEntry> operators(JsonNode array) {
    List<OperatorEntry> operators = new ArrayList<>();
    array.forEach(node -> operators.add(operator(node)));
    return operators;
  }

  static ContractMigration migration(JsonNode node) {
    return new ContractMigration(
        u64(node, "id"),
        u64(node, "startedAt"),
        u64(node, "abortedAt"),
        new SlotMask(number(node, "pullingOperatorBitmask")));
  }

  static ContractView view(JsonNode node) {
    List<Optional<OperatorEntry>> slots = new ArrayList<>();
    for (OperatorEntry entry : operators(object(node, "operatorSlots"))) {
      boolean isEmpty = entry.id().isZero() && entry.data().isEmpty();
      slots.add(isEmpty ? Optional.empty() : Optional.of(entry));
    }
    List<KeyspaceSpec> keyspaces = new ArrayList<>();
    object(node, "keyspaces").forEach(keyspace -> keyspaces.add(keyspace(keyspace)));
    return new ContractView(
        address(node, "owner"),
        settings(object(node, "settings")),
        number(node, "version"),
        u64(node, "keyspaceVersion"),
        slots,
        keyspaces,
        migration(object(node, "migration")),
        Optional.of(address(node, "maintenanceSlot")).filter(holder -> !holder.isZero()));
  }

  /** Returns the call a step makes; empty for what only an EVM has. */
  static Optional<ContractCall> call(JsonNode step) {
    JsonNode args = object(step, "args");
    return switch (text(step, "function")) {
      case "startMigration" ->
          Optional.of(new ContractCall.StartMigration(keyspace(object(args, "newKeyspace"))));
      case "completeMigration" -> Optional.of(new ContractCall.CompleteMigration(u64(args, "id")));
      case "abortMigration" -> Optional.of(new ContractCall.AbortMigration(u64(args, "id")));
      case "addNodeOperator" ->
          Optional.of(new ContractCall.AddNodeOperator(operator(object(args, "operator"))));
      case "updateNodeOperatorData" ->
          Optional.of(
              new ContractCall.UpdateNodeOperatorData(
                  address(args, "operatorAddress"), bytes(args, "newData")));
      case "removeNodeOperator" ->
          Optional.of(new ContractCall.RemoveNodeOperator(address(args, "operatorAddr")));
      case "setMaintenance" ->
          Optional.of(new ContractCall.SetMaintenance(object(args, "active").asBoolean()));
      case "updateSettings" ->
          Optional.of(new ContractCall.UpdateSettings(settings(object(args, "newSettings"))));
      case "transferOwnership" ->
          Optional.of(new ContractCall.TransferOwnership(address(args, "newOwner")));
      case "acceptOwnership" -> Optional.of(new ContractCall.AcceptOwnership());
      case "renounceOwnership" -> Optional.of(new ContractCall.RenounceOwnership());
      default -> Optional.empty();
    };
  }

  static Genesis genesis(JsonNode step) {
    JsonNode args = object(step, "args");
    return new Genesis(
        address(step, "from"),
        settings(object(args, "initialSettings")),
        operators(object(args, "initialOperators")));
  }

  /** Returns the one change that a step logged; the proxy's own logs are left out. */
  static Object change(JsonNode step) {
    List<Object> changes = new ArrayList<>();
    boolean isDeployment = text(step, "function").equals("initialize");
    for (JsonNode log : object(step, "logs")) {
      String event = text(log, "event");
      boolean isOfProxy =
          isDeployment && !event.equals("ClusterInitialized"); // Upgraded, Initialized, first owner
      if (!isOfProxy) {
        changes.add(change(event, object(log, "decoded"), u64(step, "blockTimestamp")));
      }
    }
    if (changes.size() != 1) {
      throw new IllegalArgumentException("a step logs one change, got " + changes);
    }
    return changes.getFirst();
  }

  private static Object change(String event, JsonNode log, long at) {
    return switch (event) {
      case "OwnershipTransferStarted" ->
          new OwnershipChange.TransferStarted(
              address(log, "previousOwner"), address(log, "newOwner"));
      case "OwnershipTransferred" ->
          new OwnershipChange.Transferred(address(log, "previousOwner"), address(log, "newOwner"));
      default -> versionedChange(event, log, at, number(log, "version"));
    };
  }

  private static ContractEvent versionedChange(
      String event, JsonNode log, long at, BigInteger version) {
    return switch (event) {
      case "ClusterInitialized" ->
          new ContractEvent.Initialized(
              operators(object(log, "operators")), settings(object(log, "settings")), version);
      case "MigrationStarted" ->
          new ContractEvent.MigrationStarted(
              u64(log, "id"),
              keyspace(object(log, "newKeyspace")),
              u64(log, "keyspaceVersion"),
              at,
              version);
      case "MigrationDataPullCompleted" ->
          new ContractEvent.MigrationDataPullCompleted(
              u64(log, "id"), address(log, "operator"), version);
      case "MigrationCompleted" ->
          new ContractEvent.MigrationCompleted(u64(log, "id"), address(log, "operator"), version);
      case "MigrationAborted" -> new ContractEvent.MigrationAborted(u64(log, "id"), at, version);
      case "NodeOperatorAdded" ->
          new ContractEvent.NodeOperatorAdded(
              object(log, "slot").asInt(), loggedOperator(log), version);
      case "NodeOperatorUpdated" ->
          new ContractEvent.NodeOperatorUpdated(
              object(log, "slot").asInt(), loggedOperator(log), version);
      case "NodeOperatorRemoved" ->
          new ContractEvent.NodeOperatorRemoved(
              object(log, "slot").asInt(), address(log, "operator"), version);
      case "MaintenanceToggled" ->
          new ContractEvent.MaintenanceToggled(
              address(log, "operator"), object(log, "active").asBoolean(), version);
      case "SettingsUpdated" ->
          new ContractEvent.SettingsUpdated(
              settings(object(log, "newSettings")), address(log, "updatedBy"), version);
      default -> throw new IllegalArgumentException("unknown event " + event);
    };
  }

  private static OperatorEntry loggedOperator(JsonNode log) {
    return new OperatorEntry(address(log, "operator"), bytes(log, "operatorData"));
  }

  /** Returns the revert data that the contract answers for {@code refusal}, without 0x. */
  static String revertData(ContractRefusal refusal, JsonNode errorSelectors) {
    return switch (refusal) {
      case ContractRefusal.Named named ->
          text(errorSelectors, named.reason().solidityName() + "()").substring(2);
      case ContractRefusal.OwnableUnauthorizedAccount notOwner ->
          text(errorSelectors, "OwnableUnauthorizedAccount(address)").substring(2)
              + padded(notOwner.account());
      case ContractRefusal.OwnableInvalidOwner invalid ->
          text(errorSelectors, "OwnableInvalidOwner(address)").substring(2)
              + padded(invalid.owner());
    };
  }

  private static String padded(OperatorId address) {
    return "0".repeat(24) + address.address().toHex();
  }

  static JsonNode meta() {
    try {
      return JSON.readTree(Files.readAllBytes(DIRECTORY.resolve("meta.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
