package network.wcn.domain.membership;

import static network.wcn.domain.membership.ViewFixture.FIRST_FIVE;
import static network.wcn.domain.membership.ViewFixture.LAST_FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import network.wcn.domain.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A keyspace change takes effect at the same nanosecond as in the reference. */
class TimingVectorsTest {
  private final JsonNode vectors = Vectors.read("migration-timing.json");
  private final long changedAt = vectors.get("t_unix_seconds").longValue();

  @TestFactory
  Stream<DynamicTest> tables() {
    return Vectors.each(vectors.get("tables"))
        .map(table ->
            DynamicTest.dynamicTest(
                table.get("state").textValue()
                    + " with latency "
                    + table.get("event_propagation_latency_ms")
                    + " ms and skew "
                    + table.get("clock_skew_ms")
                    + " ms, version "
                    + table.get("contract_keyspace_version"),
                () -> check(table)));
  }

  private void check(JsonNode table) {
    long version = table.get("contract_keyspace_version").longValue();
    ContractView contract =
        ViewFixture.sixOperators()
            .withMigration(version, List.of(FIRST_FIVE, LAST_FIVE), migration(table))
            .withSettings(
                ViewFixture.settings(
                    table.get("event_propagation_latency_ms").longValue(),
                    table.get("clock_skew_ms").longValue()));
    KeyspaceSchedule schedule = ViewFixture.view(contract).schedule();

    long changedNanos = changedAt * 1_000_000_000L;
    JsonNode pullAfter = table.get("data_pull_scheduled_after_ns");
    assertEquals(
        pullAfter.isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(changedNanos + Long.parseLong(pullAfter.textValue())),
        schedule.pullStartUnixNanos());
    Vectors.each(table.get("rows"))
        .forEach(row ->
            check(
                row,
                schedule,
                version,
                changedNanos + Long.parseLong(row.get("offset_ns").textValue())));
  }

  private static void check(JsonNode row, KeyspaceSchedule schedule, long version, long now) {
    String at = "at offset " + row.get("offset_ns");
    assertEquals(row.get("effective_version").longValue(), schedule.effectiveVersion(now), at);
    assertEquals(row.get("writes_shadowed").booleanValue(), schedule.shadowsWrites(now), at);
    assertEquals(
        Vectors.integers(row.get("operations_accepted")),
        accepted(version, v -> schedule.acceptsOperation(v, now)),
        at);
    assertEquals(
        Vectors.integers(row.get("data_pull_accepted")),
        accepted(version, v -> schedule.acceptsDataPull(v, now)),
        at);
  }

  private static List<Integer> accepted(long version, LongPredicate accepts) {
    List<Integer> accepted = new ArrayList<>();
    for (long tried = version - 2; tried <= version + 2; tried++) {
      if (accepts.test(tried)) {
        accepted.add((int) tried);
      }
    }
    return accepted;
  }

  private ContractMigration migration(JsonNode table) {
    return switch (table.get("state").textValue()) {
      case "started" -> new ContractMigration(3, changedAt, 0, FIRST_FIVE.operators());
      case "aborted" -> new ContractMigration(3, changedAt - 60, changedAt, SlotMask.EMPTY);
      case "completed" -> new ContractMigration(3, changedAt, 0, SlotMask.EMPTY);
      case "never migrated" -> ViewFixture.NEVER;
      case String other -> throw new AssertionError("the test knows no state " + other);
    };
  }
}
