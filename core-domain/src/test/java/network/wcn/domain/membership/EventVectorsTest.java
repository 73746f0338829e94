package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static network.wcn.domain.membership.ViewFixture.entry;
import static network.wcn.domain.membership.ViewFixture.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Events change views as in the reference, and those that it refuses are refused. */
class EventVectorsTest {
  private final JsonNode vectors = Vectors.read("migration-timing.json");
  private final long now = vectors.get("t_unix_seconds").longValue();

  @TestFactory
  Stream<DynamicTest> sequences() {
    List<JsonNode> sequences = Vectors.each(vectors.get("events")).toList();
    return IntStream.range(0, sequences.size())
        .mapToObj(
            i -> DynamicTest.dynamicTest("sequence " + (i + 1), () -> replay(sequences.get(i))));
  }

  private void replay(JsonNode sequence) {
    assertEquals("completed", sequence.get("start").textValue());
    ViewReader reader = ViewFixture.reader();
    ClusterView view =
        ViewFixture.view(
            ViewFixture.sixOperators()
                .withMigration(
                    sequence.get("contract_keyspace_version").longValue(),
                    List.of(LAST_FIVE, FIRST_FIVE),
                    new ContractMigration(3, now - 3_600, 0, SlotMask.EMPTY)));
    for (JsonNode step : sequence.get("steps")) {
      String name = step.get("event").textValue();
      ViewUpdate update = reader.apply(view, event(name, view.version()));
      if (step.get("accepted").booleanValue()) {
        view = assertInstanceOf(ViewUpdate.Accepted.class, update, name).view();
        check(name, step.get("at_the_event"), view, now);
        check(name, step.get("an_hour_later"), view, now + 3_600);
      } else {
        assertInstanceOf(ViewUpdate.Rejected.class, update, name);
      }
    }
  }

  private static void check(String event, JsonNode expected, ClusterView view, long nowSeconds) {
    assertEquals(
        expected.get("effective_version").longValue(),
        view.schedule().effectiveVersion(nowSeconds * 1_000_000_000L),
        event);
    assertEquals(Vectors.integers(expected.get("primary")), view.primary().members(), event);
    assertEquals(!expected.get("maintenance").isNull(), view.maintenance().isPresent(), event);
    JsonNode migration = expected.get("migration");
    assertEquals(!migration.isNull(), view.migration().isPresent(), event);
    if (!migration.isNull()) {
      Migration actual = view.migration().orElseThrow();
      assertEquals(migration.get("id").longValue(), actual.id(), event);
      assertEquals(Vectors.integers(migration.get("pulling")), actual.pulling().slots(), event);
      assertEquals(Vectors.integers(migration.get("operators")), actual.target().members(), event);
    }
  }

  /** Slot i is of the operator with the ID i + 1 here, of ID i in the vectors. */
  private ContractEvent event(String name, BigInteger current) {
    BigInteger next = current.add(BigInteger.ONE);
    return switch (name) {
      case "MigrationStarted 4", "MigrationStarted during maintenance" ->
          started(4, LAST_FIVE, next);
      case "MigrationStarted again", "MigrationStarted 5" -> started(5, LAST_FIVE, next);
      case "MigrationStarted to the same keyspace" -> started(4, FIRST_FIVE, next);
      case "MigrationStarted to an unknown operator" ->
          started(4, ViewFixture.spec(List.of(0, 1, 2, 3, 9)), next);
      case "MigrationDataPullCompleted by an operator that does not pull" -> pulled(4, 0, next);
      case "MigrationDataPullCompleted by an unknown operator" -> pulled(4, 0x4c, next);
      case "MigrationDataPullCompleted of another migration" -> pulled(3, 1, next);
      case "MigrationDataPullCompleted 1" -> pulled(4, 1, next);
      case "MigrationDataPullCompleted 2" -> pulled(4, 2, next);
      case "MigrationDataPullCompleted 3" -> pulled(4, 3, next);
      case "MigrationDataPullCompleted 4" -> pulled(4, 4, next);
      case "MigrationCompleted too early" -> new ContractEvent.MigrationCompleted(4, id(3), next);
      case "MigrationCompleted 5" -> new ContractEvent.MigrationCompleted(4, id(6), next);
      case "MigrationAborted of another migration" ->
          new ContractEvent.MigrationAborted(3, now, next);
      case "MigrationAborted 4", "MigrationAborted again" ->
          new ContractEvent.MigrationAborted(4, now, next);
      case "version gap" ->
          new ContractEvent.MaintenanceToggled(id(4), true, next.add(BigInteger.ONE));
      case "version repeated" -> new ContractEvent.MaintenanceToggled(id(4), true, current);
      case "MaintenanceStarted",
          "MaintenanceStarted again",
          "MaintenanceStarted during a migration" ->
          new ContractEvent.MaintenanceToggled(id(4), true, next);
      case "MaintenanceFinished", "MaintenanceFinished without maintenance" ->
          new ContractEvent.MaintenanceToggled(id(4), false, next);
      case "NodeOperatorAdded into a used slot" ->
          new ContractEvent.NodeOperatorAdded(3, entry(6), next);
      case "NodeOperatorAdded twice" -> new ContractEvent.NodeOperatorAdded(6, entry(3), next);
      case "NodeOperatorAdded into slot 6" ->
          new ContractEvent.NodeOperatorAdded(6, entry(6), next);
      case "NodeOperatorUpdated unknown" ->
          new ContractEvent.NodeOperatorUpdated(3, entry(60), next);
      case "NodeOperatorUpdated" ->
          new ContractEvent.NodeOperatorUpdated(
              3, new OperatorEntry(id(4), Bytes.of((byte) 44)), next);
      case "NodeOperatorRemoved unknown" -> new ContractEvent.NodeOperatorRemoved(3, id(61), next);
      case "NodeOperatorRemoved" -> new ContractEvent.NodeOperatorRemoved(6, id(7), next);
      case "SettingsUpdated with unreadable settings" ->
          new ContractEvent.SettingsUpdated(
              new ContractSettings(4096, 5, ViewFixture.UNREADABLE), id(0xaa), next);
      case "SettingsUpdated" ->
          new ContractEvent.SettingsUpdated(ViewFixture.settings(5_000, 1), id(0xaa), next);
      default -> throw new AssertionError("the test knows no event \"" + name + "\"");
    };
  }

  private ContractEvent started(long migrationId, KeyspaceSpec target, BigInteger version) {
    return new ContractEvent.MigrationStarted(migrationId, target, 8, now, version);
  }

  private static ContractEvent pulled(long migrationId, int slot, BigInteger version) {
    return new ContractEvent.MigrationDataPullCompleted(migrationId, id(slot + 1), version);
  }
}
