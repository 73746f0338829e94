package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.wcn.cli.CommandRun;
import network.wcn.cli.ExitStatus;
import network.wcn.client.ClientNode;
import network.wcn.client.Records;
import network.wcn.client.WcnClient;

/**
 * A devnet on an EVM chain whose contract, operators and owner are driven by the command line
 * alone, as their people would. Its last operator stands by and is no member at first.
 */
final class ScriptedNetwork implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Devnet devnet;
  private final DevnetFile drawn;

  ScriptedNetwork(Path directory, int operators) {
    devnet = new Devnet(directory);
    drawn = new DevnetPlan(directory, ChainKind.ANVIL, operators, 2, freePort(), 3_600).draw();
  }

  /** Returns a port below those that the system gives to whoever asks for any. */
  private static int freePort() {
    SecureRandom random = new SecureRandom();
    return IntStream.generate(() -> random.nextInt(12_000, 30_000))
        .filter(ServerPort::isFreeTcp)
        .findFirst()
        .orElseThrow();
  }

  Devnet devnet() {
    return devnet;
  }

  DevnetFile file() {
    return devnet.registry().read();
  }

  /** Returns operator {@code number}, from 1 on, as it was drawn. */
  DevnetFile.Operator drawn(int number) {
    return drawn.operators().get(number - 1);
  }

  /** Deploys the contract with all operators but the last, which then tell nodes and client. */
  void deploy() {
    int members = drawn.operators().size() - 1;
    devnet.registry().create(drawn);
    Path own = Path.of(drawn.chain().dir()).resolve("contract");
    devnet.startOne(ServerName.LEDGER);
    await(() -> Files.exists(own.resolveSibling("address")), "the chain does not answer");
    List<String> deploy = new ArrayList<>(List.of("admin", "deploy", "--yes", "--json"));
    for (int number = 1; number <= members; number++) {
      deploy.addAll(List.of("--operator", drawn(number).id()));
    }
    String contract = owner(deploy.toArray(String[]::new)).json().get("contract_address").asText();
    try {
      // The chain remembers a contract of its own; this one takes its place.
      Files.writeString(own, contract);
    } catch (IOException e) {
      throw new AssertionError("cannot write " + own, e);
    }
    devnet.registry().update(file -> file.withContract(contract));
    for (int number = 1; number <= members; number++) {
      introduce(number);
    }
    assertEquals(0, devnet.stop(), "processes that had to be forced");
    devnet.registry().update(file -> withOperators(drawn.operators().subList(0, members)));
  }

  /** Lets an operator write its name, nodes and client. */
  void introduce(int number) {
    List<String> set = new ArrayList<>(List.of("operator", "node", "set", "--yes"));
    set.addAll(List.of("--name", drawn(number).name()));
    set.addAll(nodeOptions(drawn(number)));
    operator(number, set.toArray(String[]::new));
    grantClient(number);
  }

  /** Lets the devnet's client use an operator's first namespaces. */
  void grantClient(int number) {
    operator(
        number,
        "operator",
        "client",
        "set",
        "--peer-id",
        drawn.client().peerId(),
        "--namespace",
        "0",
        "--namespace",
        "1",
        "--yes");
  }

  static List<String> nodeOptions(DevnetFile.Operator operator) {
    return operator.nodes().stream()
        .flatMap(node ->
            Stream.of(
                "--node",
                "%s %s None %d %d"
                    .formatted(
                        node.peerId(), node.address(), node.primaryPort(), node.secondaryPort())))
        .toList();
  }

  /** Changes which operators have servers here; the chain stays as it is. */
  void keep(List<DevnetFile.Operator> operators) {
    DevnetFile _ = devnet.registry().update(_ -> withOperators(operators));
  }

  private DevnetFile withOperators(List<DevnetFile.Operator> operators) {
    DevnetFile now = file();
    return new DevnetFile(
        now.chain(), now.encryptionKey(), now.client(), operators, now.memoryMib());
  }

  /** Runs a command as the owner that deployed; it must succeed. */
  CommandRun owner(String... command) {
    return succeeded(tried(command));
  }

  /** Runs a command as operator {@code number}, from 1 on; it must succeed. */
  CommandRun operator(int number, String... command) {
    return succeeded(
        tried(
            Stream.concat(Stream.of(command), Stream.of("--as", Integer.toString(number)))
                .toArray(String[]::new)));
  }

  private static CommandRun succeeded(CommandRun run) {
    assertEquals(ExitStatus.DONE, run.status(), () -> run.err() + run.out());
    return run;
  }

  /** Runs a command as the owner, whatever comes of it. */
  CommandRun tried(String... command) {
    return CommandRun.of(
        "",
        Stream.concat(
                Stream.of(command), Stream.of("--config", devnet.registry().file().toString()))
            .toArray(String[]::new));
  }

  /** Returns what the contract says now. */
  JsonNode view() {
    return owner("admin", "view", "--json").json();
  }

  /** Waits until every node that runs serves from the contract's newest view. */
  void awaitEveryNode() {
    double newest = view().get("version").asDouble();
    DevnetFile now = file();
    for (DevnetFile.NamedServer server : now.servers()) {
      if (!server.name().isDatabase() && devnet.isRunning(now, server.name())) {
        await(
            () -> metric(server, "wcn_node_cluster_version") >= newest,
            server.name() + " does not know version " + newest);
      }
    }
  }

  static void await(BooleanSupplier condition, String failure) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, failure);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Returns the sum of a metric over its labels; 0 while there is none. */
  private static double metric(DevnetFile.NamedServer server, String name) {
    return ServerPort.get(server.server().metricsPort(), "/metrics")
        .map(ServerPort.Reply::body)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  WcnClient connect() {
    DevnetFile now = file();
    return WcnClient.builder()
        .secretKey(now.clientSecretKey())
        .bootstrap(now.clientNodes().toArray(ClientNode[]::new))
        .connect();
  }

  Records records(WcnClient client) {
    return client.namespace(file().clientNamespaces().getFirst());
  }

  @Override
  public void close() {
    int _ = devnet.stop();
  }
}
