package network.wcn.wire.json;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.wire.MalformedMessage;

/** The cluster view and its parts as JSON. */
final class ViewJson {
  private static final int KEYSPACES = 2;

  private ViewJson() {}

  static ViewMessage read(JsonReader json) {
    var owner = JsonField.required("owner", ViewJson::readOperatorId);
    var settings = JsonField.required("settings", ViewJson::readSettings);
    var operators = JsonField.required("node_operators", ViewJson::readSlots);
    var keyspaces = JsonField.required("keyspaces", ViewJson::readKeyspaces);
    var keyspaceVersion = JsonField.required("keyspace_version", JsonReader::u64);
    var migration = JsonField.required("migration", ViewJson::readMigration);
    var maintenance = JsonField.required("maintenance", ViewJson::readMaintenance);
    var clusterVersion = JsonField.required("cluster_version", JsonReader::u128);
    json.struct(
        owner,
        settings,
        operators,
        keyspaces,
        keyspaceVersion,
        migration,
        maintenance,
        clusterVersion);
    return new ViewMessage(
        owner.value(),
        settings.value(),
        operators.value(),
        keyspaces.value(),
        keyspaceVersion.value(),
        migration.value(),
        maintenance.value(),
        clusterVersion.value());
  }

  static void write(JsonWriter json, ViewMessage view) {
    json.object(fields -> {
      writeOperatorId(fields.name("owner"), view.owner());
      writeSettings(fields.name("settings"), view.settings());
      fields
          .name("node_operators")
          .list(view.operators(), (slot, entry) -> slot.option(entry, ViewJson::writeOperator));
      fields.name("keyspaces").list(view.keyspaces(), ViewJson::writeKeyspace);
      fields.name("keyspace_version").u64(view.keyspaceVersion());
      writeMigration(fields.name("migration"), view.migration());
      fields
          .name("maintenance")
          .object(slot -> slot.name("slot").option(view.maintenance(), ViewJson::writeOperatorId));
      fields.name("cluster_version").number(view.clusterVersion());
    });
  }

  static ViewMessage.Settings readSettings(JsonReader json) {
    var maxOperatorDataBytes = JsonField.required("max_node_operator_data_bytes", JsonReader::u16);
    var extra = JsonField.required("extra", JsonReader::bytes);
    json.struct(maxOperatorDataBytes, extra);
    return new ViewMessage.Settings(maxOperatorDataBytes.value(), extra.value());
  }

  static void writeSettings(JsonWriter json, ViewMessage.Settings settings) {
    json.object(fields -> {
      fields.name("max_node_operator_data_bytes").number(settings.maxOperatorDataBytes());
      fields.name("extra").bytes(settings.extra());
    });
  }

  static OperatorEntry readOperator(JsonReader json) {
    var id = JsonField.required("id", ViewJson::readOperatorId);
    var data = JsonField.required("data", JsonReader::bytes);
    json.struct(id, data);
    return new OperatorEntry(id.value(), data.value());
  }

  static void writeOperator(JsonWriter json, OperatorEntry operator) {
    json.object(fields -> {
      writeOperatorId(fields.name("id"), operator.id());
      fields.name("data").bytes(operator.data());
    });
  }

  static KeyspaceSpec readKeyspace(JsonReader json) {
    var operators = JsonField.required("operators", ViewJson::readSlotMask);
    var replicationStrategy = JsonField.required("replication_strategy", JsonReader::u8);
    json.struct(operators, replicationStrategy);
    return new KeyspaceSpec(operators.value(), replicationStrategy.value());
  }

  static void writeKeyspace(JsonWriter json, KeyspaceSpec keyspace) {
    json.object(fields -> {
      writeSlotMask(fields.name("operators"), keyspace.operators());
      fields.name("replication_strategy").number(keyspace.replicationStrategy());
    });
  }

  static OperatorId readOperatorId(JsonReader json) {
    return new OperatorId(json.bytes(OperatorId.SIZE_BYTES));
  }

  static void writeOperatorId(JsonWriter json, OperatorId id) {
    json.bytes(id.address());
  }

  private static List<Optional<OperatorEntry>> readSlots(JsonReader json) {
    return json.list(slot -> slot.option(ViewJson::readOperator));
  }

  private static List<KeyspaceSpec> readKeyspaces(JsonReader json) {
    List<KeyspaceSpec> keyspaces = json.list(ViewJson::readKeyspace);
    if (keyspaces.size() != KEYSPACES) {
      throw new MalformedMessage("expected " + KEYSPACES + " keyspaces, got " + keyspaces.size());
    }
    return keyspaces;
  }

  private static ViewMessage.Migration readMigration(JsonReader json) {
    var id = JsonField.required("id", JsonReader::u64);
    var pulling = JsonField.required("pulling_operators", ViewJson::readSlotMask);
    var startedAt = JsonField.required("started_at", JsonReader::u64);
    var abortedAt = JsonField.optional("aborted_at", JsonReader::u64);
    json.struct(id, pulling, startedAt, abortedAt);
    return new ViewMessage.Migration(
        id.value(), pulling.value(), startedAt.value(), abortedAt.value());
  }

  private static void writeMigration(JsonWriter json, ViewMessage.Migration migration) {
    json.object(fields -> {
      fields.name("id").u64(migration.id());
      writeSlotMask(fields.name("pulling_operators"), migration.pulling());
      fields.name("started_at").u64(migration.startedAt());
      fields.name("aborted_at").option(migration.abortedAt(), JsonWriter::u64);
    });
  }

  private static Optional<OperatorId> readMaintenance(JsonReader json) {
    var slot = JsonField.optional("slot", ViewJson::readOperatorId);
    json.struct(slot);
    return slot.value();
  }

  private static SlotMask readSlotMask(JsonReader json) {
    return SlotMask.of(json.setOfBytes().stream().boxed().toList());
  }

  private static void writeSlotMask(JsonWriter json, SlotMask mask) {
    json.list(mask.slots(), JsonWriter::number);
  }
}
