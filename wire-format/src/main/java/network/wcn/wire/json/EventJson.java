package network.wcn.wire.json;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.OperatorEntry;

/** The events of the cluster as JSON, each an object named after its kind. */
final class EventJson {
  private static final String MIGRATION_STARTED = "MigrationStarted";
  private static final String MIGRATION_DATA_PULL_COMPLETED = "MigrationDataPullCompleted";
  private static final String MIGRATION_COMPLETED = "MigrationCompleted";
  private static final String MIGRATION_ABORTED = "MigrationAborted";
  private static final String MAINTENANCE_STARTED = "MaintenanceStarted";
  private static final String MAINTENANCE_FINISHED = "MaintenanceFinished";
  private static final String NODE_OPERATOR_ADDED = "NodeOperatorAdded";
  private static final String NODE_OPERATOR_UPDATED = "NodeOperatorUpdated";
  private static final String NODE_OPERATOR_REMOVED = "NodeOperatorRemoved";
  private static final String SETTINGS_UPDATED = "SettingsUpdated";

  private static final Map<String, Function<JsonReader, ClusterEvent>> READERS = readers();

  private EventJson() {}

  private static Map<String, Function<JsonReader, ClusterEvent>> readers() {
    Map<String, Function<JsonReader, ClusterEvent>> readers = new LinkedHashMap<>();
    readers.put(MIGRATION_STARTED, EventJson::readMigrationStarted);
    readers.put(MIGRATION_DATA_PULL_COMPLETED, EventJson::readPullCompleted);
    readers.put(MIGRATION_COMPLETED, EventJson::readMigrationCompleted);
    readers.put(MIGRATION_ABORTED, EventJson::readMigrationAborted);
    readers.put(MAINTENANCE_STARTED, EventJson::readMaintenanceStarted);
    readers.put(MAINTENANCE_FINISHED, EventJson::readMaintenanceFinished);
    readers.put(NODE_OPERATOR_ADDED, EventJson::readNodeOperatorAdded);
    readers.put(NODE_OPERATOR_UPDATED, EventJson::readNodeOperatorUpdated);
    readers.put(NODE_OPERATOR_REMOVED, EventJson::readNodeOperatorRemoved);
    readers.put(SETTINGS_UPDATED, EventJson::readSettingsUpdated);
    return readers;
  }

  static ClusterEvent read(JsonReader json) {
    return json.variant(READERS);
  }

  static void write(JsonWriter json, ClusterEvent event) {
    switch (event) {
      case ClusterEvent.MigrationStarted e ->
          event(
              json,
              MIGRATION_STARTED,
              e,
              fields -> {
                fields.name("migration_id").u64(e.migrationId());
                ViewJson.writeKeyspace(fields.name("new_keyspace"), e.newKeyspace());
                fields.name("at").u64(e.at());
              });
      case ClusterEvent.MigrationDataPullCompleted e ->
          completed(json, MIGRATION_DATA_PULL_COMPLETED, e, e.migrationId(), e.operator());
      case ClusterEvent.MigrationCompleted e ->
          completed(json, MIGRATION_COMPLETED, e, e.migrationId(), e.operator());
      case ClusterEvent.MigrationAborted e ->
          event(
              json,
              MIGRATION_ABORTED,
              e,
              fields -> {
                fields.name("migration_id").u64(e.migrationId());
                fields.name("at").u64(e.at());
              });
      case ClusterEvent.MaintenanceStarted e ->
          event(
              json,
              MAINTENANCE_STARTED,
              e,
              fields -> ViewJson.writeOperatorId(fields.name("by"), e.by()));
      case ClusterEvent.MaintenanceFinished e -> event(json, MAINTENANCE_FINISHED, e, _ -> {});
      case ClusterEvent.NodeOperatorAdded e ->
          event(
              json,
              NODE_OPERATOR_ADDED,
              e,
              fields -> {
                fields.name("idx").number(e.slot());
                ViewJson.writeOperator(fields.name("operator"), e.operator());
              });
      case ClusterEvent.NodeOperatorUpdated e ->
          event(
              json,
              NODE_OPERATOR_UPDATED,
              e,
              fields -> ViewJson.writeOperator(fields.name("operator"), e.operator()));
      case ClusterEvent.NodeOperatorRemoved e ->
          event(
              json,
              NODE_OPERATOR_REMOVED,
              e,
              fields -> ViewJson.writeOperatorId(fields.name("id"), e.operator()));
      case ClusterEvent.SettingsUpdated e ->
          event(
              json,
              SETTINGS_UPDATED,
              e,
              fields ->
                  ViewJson.writeSettings(
                      fields.name("settings"),
                      new ViewMessage.Settings(e.maxOperatorDataBytes(), e.extra())));
    }
  }

  private static void event(
      JsonWriter json, String name, ClusterEvent event, Consumer<JsonWriter> ownFields) {
    json.variant(
        name,
        payload ->
            payload.object(fields -> {
              ownFields.accept(fields);
              fields.name("cluster_version").number(event.clusterVersion());
            }));
  }

  private static void completed(
      JsonWriter json, String name, ClusterEvent event, long migrationId, OperatorId operator) {
    event(
        json,
        name,
        event,
        fields -> {
          fields.name("migration_id").u64(migrationId);
          ViewJson.writeOperatorId(fields.name("operator_id"), operator);
        });
  }

  private static JsonField<BigInteger> clusterVersion() {
    return JsonField.required("cluster_version", JsonReader::u128);
  }

  private static JsonField<Long> migrationId() {
    return JsonField.required("migration_id", JsonReader::u64);
  }

  private static JsonField<Long> at() {
    return JsonField.required("at", JsonReader::u64);
  }

  private static JsonField<OperatorId> operatorId(String name) {
    return JsonField.required(name, ViewJson::readOperatorId);
  }

  private static JsonField<OperatorEntry> operator() {
    return JsonField.required("operator", ViewJson::readOperator);
  }

  private static ClusterEvent readMigrationStarted(JsonReader json) {
    var id = migrationId();
    var keyspace = JsonField.required("new_keyspace", ViewJson::readKeyspace);
    var at = at();
    var version = clusterVersion();
    json.struct(id, keyspace, at, version);
    return new ClusterEvent.MigrationStarted(
        id.value(), keyspace.value(), at.value(), version.value());
  }

  private static ClusterEvent readPullCompleted(JsonReader json) {
    var id = migrationId();
    var operator = operatorId("operator_id");
    var version = clusterVersion();
    json.struct(id, operator, version);
    return new ClusterEvent.MigrationDataPullCompleted(
        id.value(), operator.value(), version.value());
  }

  private static ClusterEvent readMigrationCompleted(JsonReader json) {
    var id = migrationId();
    var operator = operatorId("operator_id");
    var version = clusterVersion();
    json.struct(id, operator, version);
    return new ClusterEvent.MigrationCompleted(id.value(), operator.value(), version.value());
  }

  private static ClusterEvent readMigrationAborted(JsonReader json) {
    var id = migrationId();
    var at = at();
    var version = clusterVersion();
    json.struct(id, at, version);
    return new ClusterEvent.MigrationAborted(id.value(), at.value(), version.value());
  }

  private static ClusterEvent readMaintenanceStarted(JsonReader json) {
    var by = operatorId("by");
    var version = clusterVersion();
    json.struct(by, version);
    return new ClusterEvent.MaintenanceStarted(by.value(), version.value());
  }

  private static ClusterEvent readMaintenanceFinished(JsonReader json) {
    var version = clusterVersion();
    json.struct(version);
    return new ClusterEvent.MaintenanceFinished(version.value());
  }

  private static ClusterEvent readNodeOperatorAdded(JsonReader json) {
    var slot = JsonField.required("idx", JsonReader::u8);
    var operator = operator();
    var version = clusterVersion();
    json.struct(slot, operator, version);
    return new ClusterEvent.NodeOperatorAdded(slot.value(), operator.value(), version.value());
  }

  private static ClusterEvent readNodeOperatorUpdated(JsonReader json) {
    var operator = operator();
    var version = clusterVersion();
    json.struct(operator, version);
    return new ClusterEvent.NodeOperatorUpdated(operator.value(), version.value());
  }

  private static ClusterEvent readNodeOperatorRemoved(JsonReader json) {
    var id = operatorId("id");
    var version = clusterVersion();
    json.struct(id, version);
    return new ClusterEvent.NodeOperatorRemoved(id.value(), version.value());
  }

  private static ClusterEvent readSettingsUpdated(JsonReader json) {
    var settings = JsonField.required("settings", ViewJson::readSettings);
    var version = clusterVersion();
    json.struct(settings, version);
    return new ClusterEvent.SettingsUpdated(
        settings.value().maxOperatorDataBytes(), settings.value().extra(), version.value());
  }
}
