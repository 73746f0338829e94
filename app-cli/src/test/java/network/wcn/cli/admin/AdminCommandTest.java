package network.wcn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import network.wcn.cli.contract.OperatorText;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.wire.onchain.SettingsCodec;
import org.junit.jupiter.api.Test;

class AdminCommandTest extends WithContract {
  private static final int OWNER = 0;
  private static final String FIRST = OperatorText.inline(ContractFixture.node(1));
  private static final String SECOND = OperatorText.inline(ContractFixture.node(2));

  private void assertDone(String... arguments) {
    assertEquals(
        ExitStatus.DONE, network.as(OWNER, arguments), () -> network.err() + network.out());
  }

  private void assertRefused(String kind, String... arguments) {
    assertEquals(ExitStatus.FAILED, network.as(OWNER, arguments), network::out);
    assertEquals(kind, network.json().get("kind").asText(), network.out());
  }

  private void assertUnchanged() {
    assertEquals(BigInteger.ONE, network.view().version());
  }

  private String account(int number) {
    return network.account(number).toString();
  }

  @Test
  void theContractIsPrintedAsTheReferencePrintsIt() {
    assertDone("admin", "view");
    List<String> lines = network.out().lines().toList();
    assertEquals("owner: " + account(OWNER), lines.getFirst());
    assertTrue(lines.contains("\tmigration_rx_bandwidth: 10000000"), network.out());
    int first = lines.indexOf("operator[0]: operator-1 " + account(1));
    assertEquals(
        List.of(
            "\tnode[0]: " + ContractFixture.peer(10) + " 10.0.0.10 None 3010 3011",
            "\tnode[1]: " + ContractFixture.peer(11) + " 10.0.0.11 None 3010 3011",
            "\tclient[0]: " + ContractFixture.peer(200) + " [0, 1]",
            "operator[1]: operator-2 " + account(2)),
        lines.subList(first + 1, first + 5));
    assertEquals("keyspace: [0, 1, 2, 3, 4]", lines.getLast());
  }

  @Test
  void aViewTellsOfMigrationMaintenanceAndFreedSlots() {
    network.submit(OWNER, new ContractCall.AddNodeOperator(network.entry(6)));
    assertDone("admin", "migration", "start", "--add", "5", "--remove", "1", "--force", "--yes");
    network.submit(3, new ContractCall.SetMaintenance(true));
    assertDone("admin", "view");
    assertTrue(
        network.out().contains("\nkeyspace: [0, 1, 2, 3, 4]\nnew_keyspace: [0, 2, 3, 4, 5]\n"),
        network.out());
    assertTrue(
        network
            .out()
            .endsWith("pulling_operators: [0, 2, 3, 4, 5]\nmaintenance: " + account(3) + "\n"),
        network.out());
    assertDone("admin", "view", "--json");
    assertEquals(5, network.json().get("pulling_operators").get(4).asInt());
    assertEquals(account(3), network.json().get("maintenance").asText());
  }

  @Test
  void anOperatorIsAddedOnceThatIsConfirmed() {
    String[] add = {
      "admin", "operator", "add", "-i", account(6), "-n", "sixth", "--node", FIRST, "--node", SECOND
    };
    assertEquals(ExitStatus.DONE, network.answering("no\n", OWNER, add));
    assertUnchanged();
    assertEquals(ExitStatus.DONE, network.answering("yes\n", OWNER, add));
    assertTrue(network.out().startsWith("Adding operator:\nID: " + account(6)), network.out());
    assertEquals("sixth", network.readable(6).name());
    assertEquals(5, network.view().slotOf(network.account(6)).orElseThrow());

    assertEquals(ExitStatus.FAILED, network.as(OWNER, add));
    assertTrue(network.err().contains("OperatorExists"), network.err());
  }

  @Test
  void oneNodeIsNotEnough() {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(
            OWNER, "admin", "operator", "set", "-i", account(6), "-n", "x", "--node", FIRST));
    assertTrue(network.err().contains("at least 2 nodes"), network.err());
  }

  @Test
  void anUpdateKeepsClientsAndASetClearsThem() {
    assertDone("admin", "operator", "update", "--id", "1", "--name", "fresh", "--yes");
    assertEquals("fresh", network.readable(2).name());
    assertEquals(1, network.readable(2).clients().size());
    assertEquals(ContractFixture.node(20), network.readable(2).nodes().getFirst());

    assertDone(
        "admin",
        "operator",
        "set",
        "--id",
        account(2),
        "--name",
        "fresher",
        "--node",
        FIRST,
        "--node",
        SECOND,
        "--yes");
    assertTrue(network.out().startsWith("Updating operator[1]:\nOld:\nID: "), network.out());
    assertEquals(List.of(), network.readable(2).clients());
    assertEquals(ContractFixture.node(1), network.readable(2).nodes().getFirst());
    assertEquals(
        ExitStatus.WRONG_USAGE, network.as(OWNER, "admin", "operator", "update", "-i", "1"));
  }

  @Test
  void anOperatorLeavesOnceItHoldsNoData() {
    network.submit(OWNER, new ContractCall.AddNodeOperator(network.entry(6)));
    assertRefused("OperatorInKeyspace", "admin", "operator", "remove", "--id", "0", "--json");
    assertDone("admin", "operator", "remove", "--id", account(6), "--yes");
    assertEquals("Removing operator[5]: operator-6 " + account(6) + "\n", network.out());
    assertEquals(
        ExitStatus.FAILED, network.as(OWNER, "admin", "operator", "remove", "--id", account(6)));
    assertTrue(network.err().contains("wcn admin view lists the operators"), network.err());
    assertEquals(
        ExitStatus.WRONG_USAGE, network.as(OWNER, "admin", "operator", "remove", "--id", "256"));
  }

  @Test
  void theOwnerRepairsAnOperatorWhoseDataCannotBeRead() {
    network.submit(2, new ContractCall.UpdateNodeOperatorData(network.account(2), Bytes.utf8("?")));
    assertDone("admin", "view");
    assertTrue(network.out().contains("operator[1]: (corrupted) " + account(2)), network.out());
    assertTrue(network.out().contains("\tcorrupted: "), network.out());
    assertDone("admin", "view", "--json");
    assertTrue(network.json().get("operators").get(1).has("corrupted"), network.out());
    assertTrue(network.json().get("operators").get(2).has("nodes"), network.out());

    assertEquals(
        ExitStatus.FAILED,
        network.as(OWNER, "admin", "operator", "update", "--id", "1", "--name", "again", "-y"));
    assertTrue(network.err().contains("wcn admin operator set"), network.err());
    assertTrue(network.operator(2) instanceof CorruptedOperator);
    assertDone(
        "admin",
        "operator",
        "set",
        "--id",
        account(2),
        "--name",
        "again",
        "--node",
        FIRST,
        "--node",
        SECOND,
        "--yes");
    assertEquals("again", network.readable(2).name());
  }

  @Test
  void whoeverIsNotTheOwnerIsToldSo() {
    assertEquals(
        ExitStatus.FAILED, network.as(2, "admin", "operator", "remove", "--id", "0", "--json"));
    assertEquals("OwnableUnauthorizedAccount", network.json().get("kind").asText());
    assertTrue(network.json().get("error").asText().contains("wcn admin view"), network.out());
  }

  @Test
  void theOwnerEndsAnybodysMaintenance() {
    assertEquals(ExitStatus.FAILED, network.as(OWNER, "admin", "maintenance", "finish"));
    assertTrue(network.err().contains("nobody maintains"), network.err());
    network.submit(3, new ContractCall.SetMaintenance(true));
    assertRefused("MaintenanceInProgress", "admin", "maintenance", "start", "--json");
    assertDone("admin", "maintenance", "finish", "--yes");
    assertEquals(Optional.empty(), network.view().maintenance());
    assertDone("admin", "maintenance", "start", "--yes");
    assertEquals(Optional.of(network.account(OWNER)), network.view().maintenance());
  }

  @Test
  void settingsThatAreNotNamedStay() {
    assertDone(
        "admin",
        "settings",
        "update",
        "--migration-tx-bandwidth",
        "0",
        "--clock-skew-ms",
        "700",
        "--yes");
    NetworkSettings defaults = NetworkSettings.DEFAULTS;
    assertEquals(
        new NetworkSettings(
            defaults.maxOperatorDataBytes(),
            defaults.minOperators(),
            defaults.eventPropagationLatency(),
            Duration.ofMillis(700),
            defaults.migrationConcurrency(),
            0,
            defaults.migrationRxBytesPerSecond()),
        SettingsCodec.decode(network.view().settings()));
    assertDone("admin", "settings", "show");
    assertEquals(
        """
        max_operator_data_bytes: 4096
        min_operators: 5
        event_propagation_latency_ms: 5000
        clock_skew_ms: 700
        migration_concurrency: 10
        migration_tx_bandwidth: 0
        migration_rx_bandwidth: 10000000
        """,
        network.out());
    assertDone("admin", "settings", "show", "--json");
    assertEquals(700, network.json().get("clock_skew_ms").asInt());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(OWNER, "admin", "settings", "set", "--clock-skew-ms", "4294967296"));
    assertTrue(network.err().contains("--clock-skew-ms is 0 to 4294967295"), network.err());
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(OWNER, "admin", "settings", "set", "--min-operators", "256"));
    assertEquals(ExitStatus.WRONG_USAGE, network.as(OWNER, "admin", "settings", "set"));
    assertRefused(
        "InsufficientOperators", "admin", "settings", "set", "--min-operators=6", "--json");
    assertUnchanged();
  }

  @Test
  void settingsThatCannotBeReadAreShownAndRepaired() {
    network.submit(
        OWNER, new ContractCall.UpdateSettings(new ContractSettings(2000, 5, Bytes.empty())));
    assertDone("admin", "view");
    assertTrue(network.out().contains("settings:\n\tmax_operator_data_bytes: 2000"), network.out());
    assertDone("admin", "settings", "show", "--json");
    assertTrue(network.json().has("corrupted"), network.out());
    assertDone("admin", "settings", "set", "--yes");
    NetworkSettings repaired = SettingsCodec.decode(network.view().settings());
    assertEquals(2000, repaired.maxOperatorDataBytes());
    assertEquals(NetworkSettings.DEFAULTS.clockSkew(), repaired.clockSkew());
  }

  @Test
  void aNewOwnerHasToAccept() {
    assertEquals(
        ExitStatus.DONE,
        network.answering(
            "n\n", OWNER, "admin", "ownership", "transfer", "--new-owner", account(6)));
    assertTrue(network.out().contains("admin ownership accept"), "a hint, even if declined");
    assertEquals(ExitStatus.FAILED, network.as(6, "admin", "ownership", "accept", "--json", "-y"));
    assertEquals("OwnableUnauthorizedAccount", network.json().get("kind").asText());

    assertDone("admin", "transfer-ownership", "--new-owner", account(6), "--yes");
    assertEquals(network.account(OWNER), network.view().owner());
    assertEquals(ExitStatus.DONE, network.as(6, "admin", "ownership", "accept", "--dry-run"));
    assertTrue(network.err().contains("not tried"), network.err());
    assertEquals(network.account(OWNER), network.view().owner());
    assertEquals(ExitStatus.DONE, network.as(6, "admin", "ownership", "accept", "--yes"));
    assertEquals(
        "Current owner: "
            + account(OWNER)
            + "\nNew owner: "
            + account(6)
            + "\nOK. "
            + account(6)
            + " is the new owner\n",
        network.out());
    assertEquals(network.account(6), network.view().owner());
  }

  @Test
  void lookingNeedsNoAccount() {
    assertEquals(
        ExitStatus.DONE,
        network.run(
            "",
            "admin",
            "view",
            "--rpc-provider-url",
            network.providerUrl(),
            "--contract-address",
            network.contract(),
            "--encryption-key",
            "00".repeat(32)),
        network::err);
    assertFalse(network.out().contains(OperatorId.ZERO.toString()), network.out());
  }
}
