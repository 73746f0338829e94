package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.wcn.adapter.evm.DevelopmentChain;
import network.wcn.cli.CommandRun;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.wiring.AnvilMain;
import network.wcn.domain.identity.OperatorId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node and the command line whose keys are in a service that signs, on a real chain. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RemoteSignerIT {
  private static final ServerName NODE = ServerName.node(1, 1);
  private static final Pattern METRICS_PORT =
      Pattern.compile("\"Serving\",\"port\":(\\d+),\"server_name\":\"metrics\"");

  @TempDir private Path directory = Path.of("");

  private final List<AutoCloseable> open = new ArrayList<>();
  private DevnetFile network;

  @BeforeEach
  void deploy() {
    DevelopmentChain chain = opened(DevelopmentChain.start(Workplace.root()));
    DevnetFile drawn = new DevnetPlan(directory, ChainKind.ANVIL, 5, 2, chain.port(), 3_600).draw();
    new Registry(directory).create(drawn);
    OperatorId contract = AnvilMain.deploy(chain, directory.resolve(DevnetFile.NAME));
    network = drawn.withContract(contract.toString());
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private SigningService signerOf(int... operators) throws IOException {
    List<String> keys = new ArrayList<>();
    for (int number : operators) {
      keys.add(network.operators().get(number - 1).privateKey());
    }
    return opened(new SigningService(keys));
  }

  private Path log() {
    return directory.resolve("node.log");
  }

  /** Starts the first operator's first node, which has no key of the operator's account. */
  private Process startNode(URI signer) throws IOException {
    ServerCommand recipe = new ServerCommand(directory, network);
    ProcessBuilder builder = new ProcessBuilder(recipe.command(NODE));
    Map<String, String> environment = builder.environment();
    environment.putAll(recipe.environment(NODE));
    environment.remove("SMART_CONTRACT_SIGNER_PRIVATE_KEY");
    environment.put("SMART_CONTRACT_SIGNER_URL", signer.toString());
    // Any free one: those of the plan may be taken.
    List.of("PRIMARY_RPC_SERVER_PORT", "SECONDARY_RPC_SERVER_PORT", "METRICS_SERVER_PORT")
        .forEach(port -> environment.put(port, "0"));
    Process node = builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
    open.add(() -> node.destroyForcibly().waitFor());
    return node;
  }

  private CommandRun operator(URI signer, String... verb) {
    List<String> arguments = new ArrayList<>(List.of("operator"));
    arguments.addAll(List.of(verb));
    arguments.addAll(
        List.of(
            "--rpc-provider-url",
            network.chain().rpcProviderUrl(),
            "--contract-address",
            network.chain().contractAddress(),
            "--encryption-key",
            network.encryptionKey(),
            "--signer-url",
            signer.toString()));
    return CommandRun.of("", arguments.toArray(String[]::new));
  }

  /** Waits until the node exports {@code line}. */
  private void awaitMetric(Process node, String line) {
    while (metrics().noneMatch(line::equals)) {
      assertTrue(node.isAlive(), () -> "the node ended: " + readLog());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private Stream<String> metrics() {
    Matcher port = METRICS_PORT.matcher(readLog());
    return port.find()
        ? ServerPort.get(Integer.parseInt(port.group(1)), "/metrics").stream()
            .flatMap(reply -> reply.body().lines())
        : Stream.empty();
  }

  private String readLog() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new AssertionError("no log", e);
    }
  }

  @Test
  void whatASigningServiceSignsCountsAndTheNodeThatHasItHearsOfIt() throws Exception {
    SigningService signer = signerOf(1);
    Process node = startNode(signer.url());
    awaitMetric(node, "wcn_chain_signer_balance_ether 1000");
    awaitMetric(node, "wcn_node_cluster_version 1");

    CommandRun start = operator(signer.url(), "maintenance", "start", "--json", "--yes");
    assertEquals(ExitStatus.DONE, start.status(), start::told);
    CommandRun rename = operator(signer.url(), "rename", "--name", "signed elsewhere", "--yes");
    assertEquals(ExitStatus.DONE, rename.status(), rename::told);

    assertEquals(2, signer.signed());
    awaitMetric(node, "wcn_node_cluster_version 3");
    CommandRun view = operator(signer.url(), "view", "--json");
    assertEquals("signed elsewhere", view.json().get("name").asText());
    assertTrue(view.json().get("in_maintenance").asBoolean());
    assertFalse(readLog().contains(network.operators().getFirst().privateKey().substring(2)));
  }

  @Test
  void aChangeThatIsNotSignedIsSaidNotToBeSent() throws Exception {
    SigningService signer = signerOf(1);
    signer.refuse("the policy forbids it");
    CommandRun rename = operator(signer.url(), "rename", "--name", "x", "--yes", "--json");
    assertEquals(ExitStatus.FAILED, rename.status());
    assertEquals("CallNotMade", rename.json().get("kind").asText());
    assertEquals(
        "nothing was sent: the remote signer at 127.0.0.1 refuses to sign as "
            + network.operators().getFirst().id()
            + ": the policy forbids it (code -32000). Look whether it holds that account's key and"
            + " what its rules and its log say",
        rename.json().get("error").asText());
    CommandRun view = operator(signer.url(), "view", "--json");
    assertEquals("operator-1", view.json().get("name").asText());
  }

  @Test
  void aSignerThatDoesNotSayWhoItIsStopsNodeAndCommand() throws Exception {
    SigningService two = signerOf(1, 2);
    String message = "expected 1 account of the remote signer at 127.0.0.1, got 2";

    Process node = startNode(two.url());
    assertEquals(1, node.waitFor());
    assertTrue(readLog().contains("Error: Failed to reach the signer"), readLog());
    assertTrue(readLog().contains(message), readLog());

    CommandRun view = operator(two.url(), "view", "--json");
    assertEquals(ExitStatus.FAILED, view.status());
    assertEquals(message, view.json().get("error").asText());
    assertEquals("ChainFault", view.json().get("kind").asText());
  }
}
