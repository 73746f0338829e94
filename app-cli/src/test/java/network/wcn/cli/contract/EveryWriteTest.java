package network.wcn.cli.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.wcn.cli.CommandRun;
import network.wcn.cli.CommandTree;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.WithContract;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.SlotMask;
import org.junit.jupiter.api.Test;

/** What all verbs that change a contract have in common. */
class EveryWriteTest extends WithContract {
  private static final int OWNER = 0;
  private static final String FIRST = OperatorText.inline(ContractFixture.node(1));
  private static final String SECOND = OperatorText.inline(ContractFixture.node(2));

  /**
   * A verb and who gives it.
   *
   * @param verb the words before the options
   */
  private record Write(int account, List<String> verb, List<String> options) {
    static Write of(int account, String verb, String... options) {
      return new Write(account, List.of(verb.split(" ")), List.of(options));
    }

    String name() {
      return "wcn " + String.join(" ", verb);
    }

    String[] with(String... further) {
      return Stream.of(verb, options, List.of(further))
          .flatMap(List::stream)
          .toArray(String[]::new);
    }

    /** The same as the reference's users say it, through {@code bin}. */
    String[] asDropIn() {
      List<String> words = new ArrayList<>(verb);
      words.add(1, "--drop-in");
      words.addAll(options);
      return words.toArray(String[]::new);
    }
  }

  /** Every verb once, each possible after those before it. */
  private List<Write> writes() {
    String sixth = network.account(6).toString();
    String peer = ContractFixture.peer(3).toString();
    return List.of(
        Write.of(
            OWNER,
            "admin operator add",
            "--id",
            sixth,
            "--name",
            "sixth",
            "--node",
            FIRST,
            "--node",
            SECOND),
        Write.of(OWNER, "admin operator update", "--id", "5", "--name", "renamed"),
        Write.of(
            OWNER,
            "admin operator set",
            "--id",
            sixth,
            "--name",
            "again",
            "--node",
            SECOND,
            "--node",
            FIRST),
        Write.of(2, "operator rename", "--name", "fresh"),
        Write.of(2, "operator name set", "fresher"),
        Write.of(
            2,
            "operator node add",
            "--peer-id",
            peer,
            "--ip-address",
            "10.0.0.3",
            "--primary-port",
            "3010",
            "--secondary-port",
            "3011"),
        Write.of(2, "operator node update", "--index", "2", "--primary-port", "4010"),
        Write.of(2, "operator node remove", "--index", "2"),
        Write.of(2, "operator node set", "--node", FIRST, "--node", SECOND),
        Write.of(2, "operator client add", "--peer-id", peer, "--namespace", "0"),
        Write.of(2, "operator client update", "--peer-id", peer, "--namespace", "1"),
        Write.of(2, "operator client set", "--peer-id", peer, "--namespace", "2"),
        Write.of(2, "operator client remove", "--peer-id", peer),
        Write.of(2, "operator maintenance start"),
        Write.of(2, "operator maintenance finish"),
        Write.of(OWNER, "admin maintenance start"),
        Write.of(OWNER, "admin maintenance finish"),
        Write.of(OWNER, "admin migration start", "--add", "5", "--force"),
        Write.of(OWNER, "admin migration abort"),
        Write.of(OWNER, "admin operator remove", "--id", "5"),
        Write.of(OWNER, "admin settings set", "--clock-skew-ms", "700"),
        Write.of(OWNER, "admin ownership transfer", "--new-owner", sixth),
        Write.of(6, "admin ownership accept"),
        Write.of(6, "admin transfer-ownership", "--new-owner", network.account(1).toString()));
  }

  @Test
  void isShownAndAskedAboutAndCanBeTriedAndTellsWhatCameOfIt() {
    for (Write write : writes()) {
      String name = write.name();
      ContractView before = network.view();

      assertEquals(ExitStatus.FAILED, network.as(write.account(), write.with()), name);
      assertTrue(network.err().contains("give --yes"), network.err());
      assertTrue(network.out().endsWith("\nProceed? (y/yes): \n"), network.out());

      assertEquals(ExitStatus.DONE, network.answering("no\n", write.account(), write.with()), name);
      assertTrue(network.err().contains("Declined; nothing was changed."), network.err());

      assertEquals(
          ExitStatus.DONE, network.as(write.account(), write.with("--dry-run", "--json")), name);
      assertEquals("dry_run", network.json().get("result").asText());
      assertEquals(before, network.view(), name);

      assertEquals(
          ExitStatus.DONE,
          network.as(write.account(), write.with("--yes", "--json")),
          () -> name + network.err() + network.out());
      assertTrue(network.err().contains("waiting for the receipt"), network.err());
      assertEquals("done", network.json().get("result").asText());
      assertTrue(network.json().size() > 1, network.out());
    }
  }

  @Test
  void isInTheListOfThisTest() {
    TreeSet<String> listed = new TreeSet<>();
    writes().forEach(write -> listed.add(write.name()));
    listed.add("wcn admin deploy"); // DeployCommandIT: a ledger cannot be deployed.
    assertEquals(listed, CommandTree.having("--dry-run"));
  }

  @Test
  void isMadeByADropInWithoutAWordWhereTheReferenceDoesNotAsk() {
    network.submit(OWNER, new ContractCall.AddNodeOperator(network.entry(6)));
    List<Write> unasked =
        List.of(
            Write.of(2, "operator maintenance start"),
            Write.of(2, "operator maintenance finish"),
            Write.of(OWNER, "admin maintenance start"),
            Write.of(OWNER, "admin maintenance finish"),
            Write.of(OWNER, "admin operator remove", "--id", "5"));
    for (Write write : unasked) {
      ContractView before = network.view();
      assertEquals(
          ExitStatus.DONE, network.as(write.account(), write.asDropIn()), () -> network.err());
      assertEquals("", network.out(), write.name());
      assertFalse(before.equals(network.view()), write.name());
    }
    network.submit(OWNER, new ContractCall.AddNodeOperator(network.entry(6)));
    network.submit(
        OWNER,
        new ContractCall.StartMigration(
            new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2, 3, 4, 5)), 0)));
    Write abort = Write.of(OWNER, "admin migration abort");
    assertEquals(ExitStatus.DONE, network.as(OWNER, abort.asDropIn()), () -> network.err());
    assertEquals("", network.out());
    assertTrue(network.view().migration().isAborted());

    network.submit(OWNER, new ContractCall.TransferOwnership(network.account(6)));
    Write accept = Write.of(6, "admin ownership accept");
    assertEquals(ExitStatus.DONE, network.as(6, accept.asDropIn()), () -> network.err());
    assertEquals("OK. " + network.account(6) + " is the new owner\n", network.out());
  }

  @Test
  void isAskedAboutByADropInWhereTheReferenceAsksAndTheEndOfTheInputDeclines() {
    ContractView before = network.view();
    Write rename = Write.of(2, "operator rename", "--name", "fresh");
    assertEquals(ExitStatus.DONE, network.as(2, rename.asDropIn()), () -> network.err());
    assertTrue(network.out().endsWith("Proceed? (y/yes): \n"), network.out());
    assertTrue(network.err().contains("Declined"), network.err());
    assertEquals(before, network.view());
    assertEquals(ExitStatus.DONE, network.answering("y\n", 2, rename.asDropIn()));
    assertEquals("fresh", network.readable(2).name());
  }

  @Test
  void isRefusedWithTheRuleAndAnAdvice() {
    CommandRun refused =
        CommandRun.of(
            "",
            "admin",
            "settings",
            "set",
            "--min-operators",
            "6",
            "--rpc-provider-url",
            network.providerUrl(),
            "--contract-address",
            network.contract(),
            "--private-key",
            network.privateKey(OWNER),
            "--json");
    assertEquals(ExitStatus.FAILED, refused.status());
    assertEquals("InsufficientOperators", refused.json().get("kind").asText());
    assertTrue(refused.json().get("error").asText().contains("add operators first"), refused.out());
  }
}
