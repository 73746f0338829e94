package network.wcn.cli.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import network.wcn.cli.contract.OperatorText;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import org.junit.jupiter.api.Test;

class OperatorCommandTest extends WithContract {
  private void assertDone(String... arguments) {
    assertEquals(ExitStatus.DONE, network.as(2, arguments), () -> network.err() + network.out());
  }

  private void assertUnchanged() {
    assertEquals(BigInteger.ONE, network.view().version());
  }

  @Test
  void anOperatorIsPrintedAsTheReferencePrintsIt() {
    assertDone("operator", "view");
    assertEquals(
        """
        ID: %s
        Name: operator-2

        Clients:
        Index: 0
        \tPeer ID: %s
        \tAuthorized namespaces: [0, 1]

        Nodes:
        Index: 0
        \tPeer ID: %s
        \tIPv4 address: 10.0.0.20
        \tPrimary port: 3010
        \tSecondary port: 3011

        Index: 1
        \tPeer ID: %s
        \tIPv4 address: 10.0.0.21
        \tPrimary port: 3010
        \tSecondary port: 3011
        """
            .formatted(
                network.account(2),
                ContractFixture.peer(200),
                ContractFixture.peer(20),
                ContractFixture.peer(21)),
        network.out());
  }

  @Test
  void anOperatorSeesThatItMaintains() {
    network.submit(2, new ContractCall.SetMaintenance(true));
    assertDone("operator", "view");
    assertTrue(network.out().endsWith("Maintenance: In progress\n"), network.out());
    assertDone("operator", "view", "--json");
    assertTrue(network.json().get("in_maintenance").asBoolean());
    assertEquals(1, network.json().get("slot").asInt());
  }

  @Test
  void aStrangerIsNoOperator() {
    assertEquals(ExitStatus.FAILED, network.as(6, "operator", "view"));
    assertTrue(network.err().startsWith("Error: " + network.account(6)), network.err());
  }

  @Test
  void aNameIsChangedOnceThatIsConfirmed() {
    assertEquals(
        ExitStatus.DONE, network.answering(" yes \n", 2, "operator", "rename", "-n", "fresh"));
    assertEquals("Current name: operator-2\nNew name: fresh\nProceed? (y/yes): \n", network.out());
    assertEquals("fresh", network.readable(2).name());
    assertDone("operator", "name", "set", "fresher", "--yes");
    assertEquals("fresher", network.readable(2).name());
  }

  @Test
  void whateverIsNoYesDeclines() {
    for (String typed : List.of("\n", "no\n", "Y\n", "yes please\n")) {
      assertEquals(
          ExitStatus.DONE, network.answering(typed, 2, "operator", "rename", "--name", "fresh"));
      assertTrue(network.err().contains("Declined"), network.err());
      assertUnchanged();
    }
  }

  @Test
  void aDryRunChangesNothing() {
    assertDone("operator", "rename", "--name", "fresh", "--dry-run", "--json");
    assertEquals("dry_run", network.json().get("result").asText());
    assertEquals("fresh", network.json().get("new").asText());
    assertUnchanged();
  }

  @Test
  void whatTheContractSaysAlreadyIsNotSent() {
    assertDone("operator", "rename", "--name", "operator-2");
    assertTrue(network.err().contains("Nothing to change"), network.err());
    assertDone("operator", "node", "update", "-i", "0", "-a", "10.0.0.20", "--json");
    assertEquals("unchanged", network.json().get("result").asText());
    assertUnchanged();
  }

  @Test
  void jsonIsOneObjectAlsoWhenPeopleAreAsked() {
    assertEquals(
        ExitStatus.DONE,
        network.answering("y\n", 2, "operator", "rename", "--name", "fresh", "--json"));
    assertEquals("done", network.json().get("result").asText());
    assertTrue(network.err().contains("Proceed? (y/yes):"), network.err());
  }

  @Test
  void aNameThatIsTooLongIsWrongUsage() {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(2, "operator", "rename", "--name", "n".repeat(33), "--yes"));
    assertTrue(network.err().contains("at most 32 bytes"), network.err());
  }

  @Test
  void nodesAreAddedUpdatedAndRemoved() {
    assertDone(
        "operator",
        "node",
        "add",
        "-i",
        ContractFixture.peer(9).toString(),
        "-a",
        "10.0.0.9",
        "--private-ip-address",
        "192.168.0.9",
        "-p",
        "4010",
        "-s",
        "4011",
        "--auto-approve");
    assertTrue(
        network.out().startsWith("Adding Node:\n\tPeer ID: " + ContractFixture.peer(9)),
        network.out());
    assertTrue(network.out().contains("\tPrivate IPv4 address: 192.168.0.9\n"), network.out());

    assertDone("operator", "node", "update", "-i", "2", "-p", "5010", "--yes");
    assertEquals(
        new NodeEndpoint(
            ContractFixture.peer(9),
            Ipv4Address.parse("10.0.0.9"),
            Optional.of(Ipv4Address.parse("192.168.0.9")),
            5010,
            4011),
        network.readable(2).nodes().get(2));

    assertDone("operator", "node", "update", "-i", "2", "--private-ip-address", "None", "-y");
    assertEquals(Optional.empty(), network.readable(2).nodes().get(2).privateAddress());

    assertDone("operator", "node", "remove", "--index", "0", "--yes");
    assertTrue(network.out().startsWith("Removing Node 0:\n"), network.out());
    assertDone("operator", "node", "list", "--json");
    assertEquals(2, network.json().get("nodes").size());
  }

  @Test
  void twoNodesHaveToRemain() {
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "node", "remove", "-i", "0", "-y"));
    assertTrue(network.err().contains("at least 2 nodes"), network.err());
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "node", "update", "-i", "2", "-y"));
    assertTrue(network.err().contains("nodes 0 to 1, got 2"), network.err());
    assertUnchanged();
  }

  @Test
  void whatIsNoAddressIsWrongUsage() {
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(2, "operator", "node", "update", "-i", "0", "-a", "10.0.0.256"));
    assertTrue(network.err().contains("four decimal octets"), network.err());
    assertEquals(
        ExitStatus.WRONG_USAGE, network.as(2, "operator", "node", "update", "-i", "0", "-p", "-1"));
  }

  @Test
  void clientsAreAddedReplacedAndRemoved() {
    String peer = ContractFixture.peer(77).toString();
    assertDone("operator", "client", "set", "-i", peer, "-n", "3", "-n", "255", "--yes");
    assertTrue(network.out().startsWith("Adding a new Client:\n\tPeer ID: "), network.out());
    assertDone("operator", "client", "set", "-i", peer, "--namespace", "4", "--yes");
    assertTrue(
        network.out().contains("Old:\n\tPeer ID: " + peer + "\n\tAuthorized namespaces: [3, 255]"),
        network.out());
    assertDone("operator", "client", "update", "-i", peer, "-n", "5", "--yes");
    assertEquals(
        AuthorizedClient.of(ContractFixture.peer(77), 5), network.readable(2).clients().get(1));
    assertEquals(
        ExitStatus.FAILED, network.as(2, "operator", "client", "add", "-i", peer, "-n", "1"));
    assertDone("operator", "client", "list");
    assertTrue(network.out().contains("Index: 1\n\tPeer ID: " + peer), network.out());
    assertDone("operator", "client", "remove", "-i", peer, "--yes");
    assertEquals(1, network.readable(2).clients().size());
    assertEquals(
        ExitStatus.FAILED, network.as(2, "operator", "client", "remove", "-i", peer, "-y"));
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.as(2, "operator", "client", "set", "-i", peer, "-n", "256"));
  }

  @Test
  void dataBeyondTheLimitIsRefusedBeforeAnybodyIsAsked() {
    String[] arguments = new String[6 + 2 * 4096];
    List<String> begin = List.of("operator", "client", "set", "-i", "", "--json");
    begin.toArray(arguments);
    arguments[4] = ContractFixture.peer(77).toString();
    for (int i = 6; i < arguments.length; i += 2) {
      arguments[i] = "-n";
      arguments[i + 1] = "1";
    }
    assertEquals(ExitStatus.FAILED, network.as(2, arguments));
    assertEquals("InvalidOperatorData", network.json().get("kind").asText());
    assertTrue(network.json().get("error").asText().contains("settings show"), network.out());
    assertUnchanged();
  }

  @Test
  void anOperatorWhoseDataCannotBeReadRepairsItself() {
    network.submit(2, new ContractCall.UpdateNodeOperatorData(network.account(2), Bytes.utf8("?")));
    assertDone("operator", "view");
    assertTrue(network.out().contains("Corrupted: "), network.out());
    assertEquals(ExitStatus.FAILED, network.as(2, "operator", "rename", "-n", "fresh", "-y"));
    assertTrue(network.err().contains("node set"), network.err());

    String first = OperatorText.inline(ContractFixture.node(1));
    String second = OperatorText.inline(ContractFixture.node(2));
    assertEquals(
        ExitStatus.FAILED,
        network.as(2, "operator", "node", "set", "--node", first, "--node", second, "-y"));
    assertTrue(network.operator(2) instanceof CorruptedOperator);
    assertDone(
        "operator", "node", "set", "--node", first, "--node", second, "--name", "again", "-y");
    assertEquals("again", network.readable(2).name());
    assertEquals(
        List.of(ContractFixture.node(1), ContractFixture.node(2)), network.readable(2).nodes());
  }

  @Test
  void aKeyMayBeInAFileAndIsNeverRepeated() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), network.privateKey(2) + "\n");
    String[] where = {
      "--rpc-provider-url",
      network.providerUrl(),
      "--contract-address",
      network.contract(),
      "--encryption-key",
      "00".repeat(32)
    };
    assertEquals(
        ExitStatus.DONE,
        network.run("", concat(where, "operator", "view", "--private-key-file", file.toString())),
        network::err);
    assertEquals(
        ExitStatus.WRONG_USAGE,
        network.run("", concat(where, "operator", "view", "--private-key", "hunter2")));
    assertFalse(network.err().contains("hunter2"), network.err());
    assertEquals(ExitStatus.WRONG_USAGE, network.run("", concat(where, "operator", "view")));
    assertTrue(network.err().contains("WCN_NODE_OPERATOR_PRIVATE_KEY"), network.err());
  }

  private static String[] concat(String[] options, String... verb) {
    String[] all = new String[verb.length + options.length];
    System.arraycopy(verb, 0, all, 0, verb.length);
    System.arraycopy(options, 0, all, verb.length, options.length);
    return all;
  }
}
