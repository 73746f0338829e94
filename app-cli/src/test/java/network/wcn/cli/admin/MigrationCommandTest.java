package network.wcn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationCommandTest extends WithContract {
  private static final int OWNER = 0;

  @BeforeEach
  void addASixth() {
    network.submit(OWNER, new ContractCall.AddNodeOperator(network.entry(6)));
  }

  private void assertDone(String... arguments) {
    assertEquals(
        ExitStatus.DONE, network.as(OWNER, arguments), () -> network.err() + network.out());
  }

  private void assertFails(String message, String... arguments) {
    assertEquals(ExitStatus.FAILED, network.as(OWNER, arguments), network::out);
    assertTrue(network.err().contains(message), network.err());
    assertFalse(network.view().migration().isRunning());
  }

  @Test
  void aPlanTellsWhatMovesByOperator() {
    assertDone("admin", "migration", "plan", "--add", "5");
    String sixth = "operator[5]: operator-6 " + network.account(6);
    assertTrue(network.out().startsWith("adding:\n\t" + sixth + "\nremoving:\n"), network.out());

    assertDone("admin", "migration", "plan", "--add", network.account(6).toString(), "--json");
    JsonNode plan = network.json();
    int moving = plan.get("moving_shards").asInt();
    // Each of the six holds five sixths of the shards, as far as hashes are even.
    assertEquals(54_613, moving, 546.0, network.out());
    JsonNode joiner = plan.get("operators").get(5);
    assertEquals(0, joiner.get("shards_before").asInt());
    assertEquals(moving, joiner.get("shards_after").asInt());
    int given = 0;
    for (JsonNode pull : joiner.get("pulls")) {
      JsonNode source = plan.get("operators").get(pull.get("slot").asInt());
      assertEquals(
          pull.get("shards").asInt(),
          source.get("shards_before").asInt() - source.get("shards_after").asInt());
      given += pull.get("shards").asInt();
    }
    assertEquals(moving, given);
    assertFalse(network.view().migration().isRunning());
  }

  @Test
  void aPlanTellsBytesWhereSizesAreKnown() {
    assertDone(
        "admin", "migration", "plan", "-a", "5", "-r", "2", "--database-bytes", "36000000001");
    assertTrue(
        network
            .out()
            .endsWith(
                "\tpulls: 65536 from operator[2]: operator-3 "
                    + network.account(3)
                    + ", about 36000000001 bytes\n"
                    + "\tpulls altogether about 36000000001 bytes, at least 1 h 0 min at 10000000"
                    + " bytes per second\n"),
        network.out());
    assertDone("admin", "migration", "plan", "-a", "5", "--database-bytes", "65536", "--json");
    JsonNode joiner = network.json().get("operators").get(5);
    assertEquals(joiner.get("shards_after").asInt(), joiner.get("bytes").asInt());
  }

  @Test
  void metricsThatAreNotThereAreAnError() {
    assertFails(
        "no metrics at http://127.0.0.1:1/metrics/cluster",
        "admin",
        "migration",
        "plan",
        "-a",
        "5",
        "--metrics-url",
        "http://127.0.0.1:1/metrics/cluster");
  }

  @Test
  void anOperatorThatTakesAnothersPlaceTakesAllItsShards() {
    assertDone("admin", "migration", "plan", "-a", "5", "-r", "2", "--json");
    JsonNode plan = network.json();
    assertEquals(65_536, plan.get("moving_shards").asInt());
    assertEquals(2, plan.get("operators").get(5).get("pulls").get(0).get("slot").asInt());
    assertEquals("operator-3", plan.get("removing").get(0).get("name").asText());
  }

  @Test
  void aMigrationIsStartedAndAborted() {
    assertDone("admin", "migration", "start", "--add", "5", "--force", "--yes");
    assertTrue(network.out().contains("copies of shards that move: "), network.out());
    assertEquals(List.of(0, 1, 2, 3, 4, 5), network.view().migration().pulling().slots());
    assertEquals(
        ExitStatus.FAILED,
        network.as(OWNER, "admin", "migration", "start", "--remove", "5", "--json"));
    assertEquals("MigrationInProgress", network.json().get("kind").asText());

    assertDone("admin", "migration", "abort", "--yes");
    assertEquals("Aborting migration 1\n", network.out());
    assertTrue(network.view().migration().isAborted());
    assertFails("NoMigrationInProgress", "admin", "migration", "abort");
  }

  @Test
  void whatChangesNothingOrTooMuchIsRefused() {
    assertEquals(ExitStatus.WRONG_USAGE, network.as(OWNER, "admin", "migration", "start"));
    assertFails("is in the keyspace already", "admin", "migration", "start", "--add", "0");
    assertFails("is not in the keyspace", "admin", "migration", "start", "--remove", "5");
    assertFails("at least 5 operators", "admin", "migration", "plan", "--remove", "0");
    assertFails("does not exist", "admin", "migration", "plan", "--add", "6");
  }

  @Test
  void nobodyMigratesWhileAnOperatorMaintains() {
    network.submit(3, new ContractCall.SetMaintenance(true));
    assertFails("MaintenanceInProgress", "admin", "migration", "start", "--add", "5", "--force");
  }

  @Test
  void operatorsThatAreNotReadyAreNamed() {
    network.submit(6, new ContractCall.UpdateNodeOperatorData(network.account(6), Bytes.utf8("?")));
    assertFails("operator[5]: (corrupted)", "admin", "migration", "start", "--add", "5", "--yes");
    assertTrue(
        network
            .err()
            .contains(
                "operator[0]: operator-1 "
                    + network.account(1)
                    + ": node "
                    + ContractFixture.peer(10)
                    + " at 10.0.0.10:3010 is not reached"),
        network.err());
    assertTrue(network.err().contains("--force"), network.err());
  }
}
