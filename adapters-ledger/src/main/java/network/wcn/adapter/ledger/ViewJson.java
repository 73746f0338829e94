package network.wcn.adapter.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;

/** The JSON form of a contract's view and of its parts. */
final class ViewJson {
  private ViewJson() {}

  static ObjectNode write(ContractView view) {
    ObjectNode node =
        JsonFields.newObject()
            .put("owner", view.owner().toString())
            .put("version", view.version().toString())
            .put("keyspaceVersion", Long.toUnsignedString(view.keyspaceVersion()));
    node.set("settings", write(view.settings()));
    ArrayNode slots = node.putArray("operatorSlots");
    for (Optional<OperatorEntry> slot : view.operatorSlots()) {
      slots.add(slot.map(ViewJson::write).orElseGet(JsonFields::newObject));
    }
    ArrayNode keyspaces = node.putArray("keyspaces");
    view.keyspaces().forEach(keyspace -> keyspaces.add(write(keyspace)));
    node.set("migration", write(view.migration()));
    view.maintenance().ifPresent(holder -> node.put("maintenance", holder.toString()));
    return node;
  }

  static ContractView read(JsonFields view) {
    return new ContractView(
        view.address("owner"),
        readSettings(view.object("settings")),
        view.number("version"),
        view.u64("keyspaceVersion"),
        view.list("operatorSlots", ViewJson::readSlot),
        view.list("keyspaces", ViewJson::readKeyspace),
        readMigration(view.object("migration")),
        view.optionalAddress("maintenance"));
  }

  static ObjectNode write(Genesis genesis) {
    ObjectNode node = JsonFields.newObject().put("owner", genesis.owner().toString());
    node.set("settings", write(genesis.settings()));
    node.set("operators", write(genesis.operators()));
    return node;
  }

  static Genesis readGenesis(JsonFields genesis) {
    return new Genesis(
        genesis.address("owner"),
        readSettings(genesis.object("settings")),
        genesis.list("operators", ViewJson::readOperator));
  }

  static ObjectNode write(ContractSettings settings) {
    return JsonFields.newObject()
        .put("maxOperatorDataBytes", settings.maxOperatorDataBytes())
        .put("minOperators", settings.minOperators())
        .put("extra", JsonFields.hex(settings.extra()));
  }

  static ContractSettings readSettings(JsonFields settings) {
    return new ContractSettings(
        settings.integer("maxOperatorDataBytes"),
        settings.integer("minOperators"),
        settings.bytes("extra"));
  }

  static ArrayNode write(List<OperatorEntry> operators) {
    ArrayNode array = JsonFields.newObject().putArray("operators");
    operators.forEach(operator -> array.add(write(operator)));
    return array;
  }

  static ObjectNode write(OperatorEntry operator) {
    return JsonFields.newObject()
        .put("address", operator.id().toString())
        .put("data", JsonFields.hex(operator.data()));
  }

  static OperatorEntry readOperator(JsonFields operator) {
    return new OperatorEntry(operator.address("address"), operator.bytes("data"));
  }

  private static Optional<OperatorEntry> readSlot(JsonFields slot) {
    return slot.has("address") ? Optional.of(readOperator(slot)) : Optional.empty();
  }

  static ObjectNode write(KeyspaceSpec keyspace) {
    return JsonFields.newObject()
        .put("operators", write(keyspace.operators()))
        .put("replicationStrategy", keyspace.replicationStrategy());
  }

  static KeyspaceSpec readKeyspace(JsonFields keyspace) {
    return new KeyspaceSpec(
        readMask(keyspace, "operators"), keyspace.integer("replicationStrategy"));
  }

  private static ObjectNode write(ContractMigration migration) {
    return JsonFields.newObject()
        .put("id", Long.toUnsignedString(migration.id()))
        .put("startedAt", Long.toUnsignedString(migration.startedAt()))
        .put("abortedAt", Long.toUnsignedString(migration.abortedAt()))
        .put("pulling", write(migration.pulling()));
  }

  private static ContractMigration readMigration(JsonFields migration) {
    return new ContractMigration(
        migration.u64("id"),
        migration.u64("startedAt"),
        migration.u64("abortedAt"),
        readMask(migration, "pulling"));
  }

  /** A mask is a decimal number, as in other tools that show the contract. */
  private static String write(SlotMask mask) {
    return mask.bits().toString();
  }

  private static SlotMask readMask(JsonFields fields, String name) {
    BigInteger bits = fields.number(name);
    return new SlotMask(bits);
  }
}
