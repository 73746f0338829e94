package network.wcn.cli.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import network.wcn.cli.contract.OperatorText;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.SlotMask;
import org.junit.jupiter.api.Test;

class MaintenanceAndMigrationTest extends WithContract {
  private void assertDone(String... arguments) {
    assertEquals(ExitStatus.DONE, network.as(2, arguments), () -> network.err() + network.out());
  }

  private void startMigration() {
    network.submit(0, new ContractCall.AddNodeOperator(network.entry(6)));
    network.submit(
        0,
        new ContractCall.StartMigration(
            new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2, 3, 4, 5)), 0)));
  }

  @Test
  void thePermitIsTakenAndGivenBack() {
    assertDone("operator", "maintenance", "start", "--yes");
    assertTrue(
        network.out().startsWith("Starting maintenance of " + network.account(2) + ": nobody"),
        network.out());
    assertEquals(Optional.of(network.account(2)), network.view().maintenance());
    assertDone("operator", "maintenance", "status");
    assertEquals(
        "Maintenance: In progress\noperator[1]: operator-2 " + network.account(2) + "\n",
        network.out());
    assertDone("operator", "maintenance", "finish", "--json", "--yes");
    assertFalse(network.json().get("maintenance").asBoolean());
    assertEquals(network.account(2).toString(), network.json().get("by").asText());
    assertEquals("done", network.json().get("result").asText());
    assertDone("operator", "maintenance", "status", "--json");
    assertFalse(network.json().get("in_progress").asBoolean());
  }

  @Test
  void aSecondMaintainerWaits() {
    network.submit(3, new ContractCall.SetMaintenance(true));
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "maintenance", "start", "--json"));
    assertEquals("MaintenanceInProgress", network.json().get("kind").asText());
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "maintenance", "finish"));
    assertTrue(network.err().contains("Unauthorized"), network.err());
    assertEquals(Optional.of(network.account(3)), network.view().maintenance());
  }

  @Test
  void nothingIsFinishedTwice() {
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "maintenance", "finish"));
    assertTrue(network.err().contains("nobody maintains"), network.err());
  }

  @Test
  void aMigrationIsNotDisturbedByMaintenance() {
    startMigration();
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "maintenance", "start"));
    assertTrue(network.err().contains("a migration runs"), network.err());
    assertEquals(Optional.empty(), network.view().maintenance());
  }

  @Test
  void aMigrationTellsWhoHasPulled() {
    assertDone("operator", "migration", "status");
    assertEquals("There was no migration yet. Keyspace version 0.\n", network.out());
    startMigration();
    network.submit(2, new ContractCall.CompleteMigration(1));

    assertDone("operator", "migration", "status");
    List<String> lines = network.out().lines().toList();
    assertTrue(lines.getFirst().startsWith("Migration 1: in progress since 20"), network.out());
    assertEquals("pulling: operator[0]: operator-1 " + network.account(1), lines.get(1));
    assertEquals("pulled: operator[1]: operator-2 " + network.account(2), lines.get(2));
    assertEquals(7, lines.size());

    assertDone("operator", "migration", "status", "--json");
    assertEquals("running", network.json().get("state").asText());
    assertTrue(network.json().get("operators").get(1).get("pulled").asBoolean());
    assertFalse(network.json().get("operators").get(5).get("pulled").asBoolean());

    network.submit(0, new ContractCall.AbortMigration(1));
    assertDone("operator", "migration", "explain");
    assertTrue(network.out().startsWith("Migration 1: aborted at 20"), network.out());
    assertTrue(network.out().contains("from before the migration is in force"), network.out());
  }

  @Test
  void aMemberAndANewcomerTellTheOwnerWhoTheyAre() {
    assertDone("operator", "onboarding-info");
    assertTrue(network.out().startsWith("ID: " + network.account(2)), network.out());
    String first = OperatorText.inline(ContractFixture.node(1));
    String second = OperatorText.inline(ContractFixture.node(2));
    assertEquals(
        ExitStatus.DONE,
        network.as(
            6,
            "operator",
            "onboarding-info",
            "--name",
            "it's new",
            "--node",
            first,
            "--node",
            second));
    assertTrue(
        network
            .out()
            .endsWith(
                "wcn admin operator add --id "
                    + network.account(6)
                    + " --name 'it'\\''s new' --node '"
                    + first
                    + "' --node '"
                    + second
                    + "'\n"),
        network.out());
    assertFalse(network.out().contains(network.privateKey(6).substring(2)), "no secret");
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(6, "operator", "onboarding-info", "--name", "new", "--node", first));
  }
}
