package network.wcn.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.wcn.adapter.evm.DevelopmentChain;
import network.wcn.cli.CommandRun;
import network.wcn.cli.ContractFixture;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.OperatorText;
import network.wcn.wire.account.AccountKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract comes into being on a real EVM chain, is looked at and administered by the CLI. */
class DeployCommandIT {
  private static final Path ROOT = Path.of(System.getProperty("wcn.root", ".."));
  private static final String ENCRYPTION_KEY = "42".repeat(32);
  private static final List<AccountKey> OPERATORS = accounts();
  private static final AccountKey OWNER = AccountKey.generate(new Random(99));
  private static final AccountKey BEGGAR = AccountKey.generate(new Random(100));

  private static DevelopmentChain chain;

  @TempDir private Path directory = Path.of("");

  private static List<AccountKey> accounts() {
    Random random = new Random(7);
    return IntStream.range(0, 6).mapToObj(_ -> AccountKey.generate(random)).toList();
  }

  @BeforeAll
  static void startChain() {
    chain = DevelopmentChain.start(ROOT);
    chain.fund(List.of(OWNER.address(), OPERATORS.getFirst().address()));
  }

  @AfterAll
  static void stopChain() {
    chain.close();
  }

  /** Where chains of the OP stack tell what they ask for data. */
  private static final String GAS_PRICE_ORACLE = "0x420000000000000000000000000000000000000F";

  /** Code that answers 10^18 to every call. */
  private static final String ASKS_ONE_ETHER = "0x670de0b6b3a76400005f5260205ff3";

  private static CommandRun run(String typed, AccountKey account, String... arguments) {
    return CommandRun.of(
        typed,
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--rpc-provider-url",
                    chain.webSocketUrl().toString(),
                    "--encryption-key",
                    ENCRYPTION_KEY,
                    "--private-key",
                    account.exportHex()))
            .toArray(String[]::new));
  }

  private static String[] deploy(String... further) {
    List<String> arguments = new ArrayList<>(List.of("admin", "deploy"));
    for (AccountKey operator : OPERATORS.subList(0, 5)) {
      arguments.addAll(List.of("--operator", operator.address().toString()));
    }
    arguments.addAll(List.of(further));
    return arguments.toArray(String[]::new);
  }

  private static String address(CommandRun run) {
    assertEquals(ExitStatus.DONE, run.status(), run.err());
    assertTrue(run.out().contains("\nDeployed!\nSmart-contract address: 0x"), run.out());
    return run.out().substring(run.out().lastIndexOf("0x")).strip();
  }

  @Test
  void aContractIsDeployedOnceThatIsConfirmed() {
    CommandRun declined = run("n\n", OWNER, deploy());
    assertEquals(ExitStatus.DONE, declined.status(), declined.err());
    assertTrue(declined.out().startsWith("chain ID: 31337\nowner: " + OWNER.address()));
    assertTrue(declined.err().contains("Declined"), declined.err());
    CommandRun unanswered = run("", OWNER, deploy());
    assertEquals(ExitStatus.FAILED, unanswered.status());
    assertTrue(unanswered.err().contains("give --yes"), unanswered.err());

    String contract = address(run("y\n", OWNER, deploy("--min-operators", "5")));
    CommandRun view = run("", OWNER, "admin", "view", "--contract-address", contract, "--json");
    assertEquals(ExitStatus.DONE, view.status(), view.err());
    assertEquals(OWNER.address().toString(), view.json().get("owner").asText());
    JsonNode first = view.json().get("operators").get(0);
    assertEquals("Operator0", first.get("name").asText());
    assertEquals(OPERATORS.getFirst().address().toString(), first.get("id").asText());
    assertEquals(2, first.get("nodes").size());

    CommandRun set =
        run(
            "",
            OPERATORS.getFirst(),
            "operator",
            "node",
            "set",
            "--name",
            "real",
            "--node",
            OperatorText.inline(ContractFixture.node(1)),
            "--node",
            OperatorText.inline(ContractFixture.node(2)),
            "--yes",
            "--contract-address",
            contract);
    assertEquals(ExitStatus.DONE, set.status(), set.err());
  }

  @Test
  void aDropInDeploysWithoutAQuestion() {
    List<String> words = new ArrayList<>(List.of(deploy()));
    words.add(1, "--drop-in");
    CommandRun run = run("", OWNER, words.toArray(String[]::new));
    assertEquals(ExitStatus.DONE, run.status(), run.err());
    assertTrue(run.out().startsWith("Deployed!\nSmart-contract address: 0x"), run.out());
    assertTrue(run.err().contains("chain ID: 31337"), run.err());
  }

  @Test
  void operatorsBeginWithWhatTheyToldTheOwner() throws IOException {
    Path told = directory.resolve("sixth.json");
    Files.writeString(
        told,
        """
        {"id": "%s", "name": "sixth", "nodes": [
          {"peer_id": "%s", "ipv4_address": "10.0.0.1", "primary_port": 1, "secondary_port": 2},
          {"peer_id": "%s", "ipv4_address": "10.0.0.2", "private_ipv4_address": "192.168.0.2",
           "primary_port": 3, "secondary_port": 4}]}
        """
            .formatted(
                OPERATORS.get(5).address(), ContractFixture.peer(1), ContractFixture.peer(2)));
    CommandRun run = run("", OWNER, deploy("--onboarding", told.toString(), "--yes", "--json"));
    assertEquals(ExitStatus.DONE, run.status(), run.err());
    assertEquals("sixth", run.json().get("operators").get(0).get("name").asText());
    String contract = run.json().get("contract_address").asText();
    CommandRun view = run("", OWNER, "admin", "view", "--contract-address", contract);
    assertTrue(
        view.out().contains("node[1]: " + ContractFixture.peer(2) + " 10.0.0.2 192.168.0.2 3 4"),
        view.out());
    assertTrue(view.out().contains("operator[1]: Operator1 "), view.out());

    Files.writeString(told, "{\"id\": \"" + OPERATORS.get(5).address() + "\"}");
    CommandRun broken = run("", OWNER, deploy("--onboarding", told.toString(), "--yes"));
    assertEquals(ExitStatus.FAILED, broken.status());
    assertTrue(broken.err().contains("the text \"name\" is missing"), broken.err());
  }

  @Test
  void aDryRunTellsThePriceEvenToAnEmptyAccount() {
    CommandRun tried = run("", BEGGAR, deploy("--dry-run", "--json"));
    assertEquals(ExitStatus.DONE, tried.status(), tried.err());
    assertEquals("dry_run", tried.json().get("result").asText());
    assertEquals(31_337, tried.json().get("chain_id").asInt());
    assertEquals(BigInteger.ZERO, tried.json().get("balance_wei").bigIntegerValue());
    assertTrue(tried.json().get("code_gas").asInt() > 2_000_000, tried.out());
    assertFalse(tried.json().has("contract_address"));

    CommandRun refused = run("", BEGGAR, deploy("--yes"));
    assertEquals(ExitStatus.FAILED, refused.status());
    assertTrue(refused.err().contains("has 0 ether, this takes about 0.0"), refused.err());
  }

  @Test
  void aDryRunTellsTheFeeForDataWhereTheChainHasOne() throws Exception {
    CommandRun without = run("", OWNER, deploy("--dry-run"));
    assertTrue(
        without.out().contains(" ether, without what a rollup asks for its data; the account has "),
        without.out());
    setCode(GAS_PRICE_ORACLE, ASKS_ONE_ETHER);
    try {
      CommandRun with = run("", OWNER, deploy("--dry-run"));
      assertTrue(
          with.out()
              .contains(" ether, with 2 for storing the data on the chain below; the account"),
          with.out());
      CommandRun json = run("", OWNER, deploy("--dry-run", "--json"));
      BigInteger fee = json.json().get("data_fee_wei").bigIntegerValue();
      assertEquals(BigInteger.TWO.multiply(BigInteger.TEN.pow(18)), fee);
      assertTrue(json.json().get("cost_wei").bigIntegerValue().compareTo(fee) > 0, json.out());
    } finally {
      setCode(GAS_PRICE_ORACLE, "0x");
    }
  }

  private static void setCode(String address, String code) throws Exception {
    String request =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "anvil_setCode", "params": ["%s", "%s"]}\
        """
            .formatted(address, code);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(chain.httpUrl())
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(request))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertTrue(answer.body().contains("\"result\""), answer.body());
    }
  }

  @Test
  void whatTheNetworkCouldNotUseIsRefused() {
    CommandRun few = run("", OWNER, "admin", "deploy", "-o", OWNER.address().toString());
    assertEquals(ExitStatus.WRONG_USAGE, few.status());
    assertTrue(few.err().contains("begins with 5 to 256 operators"), few.err());

    CommandRun twice = run("", OWNER, deploy("-o", OPERATORS.getFirst().address().toString()));
    assertEquals(ExitStatus.WRONG_USAGE, twice.status());
    assertTrue(twice.err().contains("is named twice"), twice.err());

    CommandRun more = run("", OWNER, deploy("--min-operators", "6", "--json"));
    assertEquals(ExitStatus.FAILED, more.status());
    assertEquals("InsufficientOperators", more.json().get("kind").asText());

    CommandRun elsewhere = run("", OWNER, deploy("--chain-id", "10"));
    assertEquals(ExitStatus.FAILED, elsewhere.status());
    assertTrue(elsewhere.err().contains("expected chain ID 10"), elsewhere.err());
  }
}
