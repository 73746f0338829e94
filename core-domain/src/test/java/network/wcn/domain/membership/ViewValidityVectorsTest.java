package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static network.wcn.domain.membership.ViewFixture.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.domain.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Views are taken and refused as the reference does. */
class ViewValidityVectorsTest {
  private static final long RUNNING_ID = 3;
  private static final ContractMigration NEVER = ViewFixture.NEVER;

  private final JsonNode vectors = Vectors.read("migration-timing.json");
  private final ContractView good = ViewFixture.sixOperators();

  @TestFactory
  Stream<DynamicTest> viewValidity() {
    return Vectors.each(vectors.get("view_validity"))
        .map(vector -> {
          String note = vector.get("note").textValue();
          return DynamicTest.dynamicTest(
              note,
              () ->
                  assertEquals(
                      vector.get("accepted").booleanValue(),
                      ViewFixture.reader().read(viewOf(note)) instanceof ViewUpdate.Accepted));
        });
  }

  private ContractView viewOf(String note) {
    return switch (note) {
      case "good" -> good;
      case "four operators in the keyspace" -> inForce(spec(List.of(0, 1, 2, 3)));
      case "empty keyspace" -> inForce(ViewFixture.NOBODY);
      case "keyspace with an operator of an empty slot" -> inForce(spec(List.of(0, 1, 2, 3, 200)));
      case "replication strategy 1" -> inForce(new KeyspaceSpec(FIRST_FIVE.operators(), 1));
      case "unused keyspace is invalid" ->
          good.withMigration(
              0, List.of(FIRST_FIVE, new KeyspaceSpec(SlotMask.of(List.of(200)), 7)), NEVER);
      case "four slots" -> good.withOperatorSlots(good.operatorSlots().subList(0, 4));
      case "five slots, one empty" ->
          withSlot(good.withOperatorSlots(good.operatorSlots().subList(0, 5)), 4, Optional.empty());
      case "an operator twice" -> withSlot(good, 5, Optional.of(ViewFixture.entry(0)));
      case "empty settings" ->
          good.withSettings(new ContractSettings(4096, 5, ViewFixture.UNREADABLE));
      case "unknown settings schema" ->
          good.withSettings(new ContractSettings(4096, 5, ViewFixture.UNREADABLE));
      case "started_at above i64" -> started(-1);
      case "started_at in the year 9999" -> started(253_402_300_799L);
      case "started_at in the year 10000" -> started(253_402_300_800L);
      case "migration in progress, keyspace version 0" ->
          good.withMigration(0, List.of(FIRST_FIVE, LAST_FIVE), running(1, LAST_FIVE));
      case "migration in progress to a keyspace of four" -> {
        KeyspaceSpec four = spec(List.of(0, 1, 2, 3));
        yield good.withMigration(1, List.of(FIRST_FIVE, four), running(1, four));
      }
      default -> throw new AssertionError("the test knows no view \"" + note + "\"");
    };
  }

  private static ContractMigration running(long startedAt, KeyspaceSpec target) {
    return new ContractMigration(RUNNING_ID, startedAt, 0, target.operators());
  }

  private ContractView inForce(KeyspaceSpec spec) {
    return good.withMigration(0, List.of(spec, FIRST_FIVE), NEVER);
  }

  private ContractView started(long at) {
    return good.withMigration(1, List.of(FIRST_FIVE, LAST_FIVE), running(at, LAST_FIVE));
  }

  private static ContractView withSlot(ContractView view, int slot, Optional<OperatorEntry> entry) {
    List<Optional<OperatorEntry>> slots = new ArrayList<>(view.operatorSlots());
    slots.set(slot, entry);
    return view.withOperatorSlots(slots);
  }

  @TestFactory
  Stream<DynamicTest> keyspaceSelection() {
    return Vectors.each(vectors.get("keyspace_selection"))
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.get("state").textValue()
                    + " at "
                    + vector.get("contract_keyspace_version").asText(),
                () -> checkSelection(vector)));
  }

  private void checkSelection(JsonNode vector) {
    List<KeyspaceSpec> both = List.of(FIRST_FIVE, LAST_FIVE);
    long version = vector.get("contract_keyspace_version").longValue();
    ContractMigration migration =
        switch (vector.get("state").textValue()) {
          case "idle" -> new ContractMigration(RUNNING_ID, 100, 0, SlotMask.EMPTY);
          case "pulling" -> running(100, FIRST_FIVE);
          case "aborted" -> new ContractMigration(RUNNING_ID, 100, 200, SlotMask.EMPTY);
          case "pulling although aborted_at is set" ->
              new ContractMigration(RUNNING_ID, 100, 200, FIRST_FIVE.operators());
          case String other -> throw new AssertionError("the test knows no state " + other);
        };

    ViewUpdate update = ViewFixture.reader().read(good.withMigration(version, both, migration));

    if (vector.has("error")) {
      assertInstanceOf(ViewUpdate.Rejected.class, update);
      return;
    }
    ClusterView view = update.orElseThrow();
    assertEquals(
        both.get(vector.get("primary_keyspace_index").intValue()).operators().slots(),
        view.primary().members());
    JsonNode target = vector.get("migration_keyspace_index");
    if (view.contract().migration().abortedAt() > 0 && view.contract().migration().isRunning()) {
      // The contract cannot say "aborted" while somebody pulls: that reads as a running migration.
      assertTrue(target.isNull());
      return;
    }
    assertEquals(
        target.isNull()
            ? Optional.empty()
            : Optional.of(both.get(target.intValue()).operators().slots()),
        view.migration().map(m -> m.target().members()));
  }
}
