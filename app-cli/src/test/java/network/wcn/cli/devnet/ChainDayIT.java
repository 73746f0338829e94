package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import network.wcn.app.node.ChainAccount;
import network.wcn.app.node.ChainSettings;
import network.wcn.app.node.wiring.Chains;
import network.wcn.cli.CommandRun;
import network.wcn.cli.ExitStatus;
import network.wcn.client.NodeProbe;
import network.wcn.client.Records;
import network.wcn.client.WcnClient;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.KeyspaceSchedule;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.account.AccountKey;
import network.wcn.wire.onchain.SettingsCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a network on a real EVM chain: everything that operators and the owner do to it, by the
 * command line, while a client writes and reads and not one of its operations fails.
 */
class ChainDayIT {
  private static final int SIXTH = 6;
  private static final int KEYS = 200;
  private static final Bytes KEY = Bytes.utf8("key-7");

  @TempDir private Path directory = Path.of("");

  private ScriptedNetwork network;

  @BeforeEach
  void startFive() {
    network = new ScriptedNetwork(directory, SIXTH);
    network.deploy();
    network.devnet().start(_ -> {});
  }

  @AfterEach
  void stop() {
    network.close();
  }

  @Test
  void nothingThatOperatorsAndTheOwnerDoFailsAClient() {
    try (WcnClient client = network.connect();
        ClientLoad load = new ClientLoad(network.records(client))) {
      addTheSixth();
      onlyWhoIsReadyTakesPartInAMigration();
      migrateTowardsTheSixthAndAbort(network.records(client));
      load.assertNoFailure();
      maintainTheSecond();
      replaceANodeOfTheThird();
      load.assertNoFailure();
      renameTheFourthAndChangeItsClients();
      changeSettings();
      spoilAndRepairTheFifth();
      load.assertNoFailure();
      transferOwnership();
      load.assertNoFailure();
    }
    assertEquals(0, network.devnet().stop(), "processes that had to be forced");
    assertEquals(List.of(), processesOfTheNetwork(), "processes that are left, anvil among them");
    network.devnet().start(_ -> {});
    try (WcnClient client = network.connect()) {
      assertTrue(network.records(client).get(KEY).isPresent(), "data after a restart");
    }
  }

  private List<String> processesOfTheNetwork() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  private void addTheSixth() {
    DevnetFile.Operator sixth = network.drawn(SIXTH);
    List<DevnetFile.Operator> operators = new ArrayList<>(network.file().operators());
    operators.add(sixth);
    network.keep(operators);
    for (String server : List.of("6/db", "6/node-1", "6/node-2")) {
      network.devnet().startOne(ServerName.parse(server));
    }
    List<String> add = new ArrayList<>(List.of("admin", "operator", "add", "--yes"));
    add.addAll(List.of("--id", sixth.id(), "--name", sixth.name()));
    add.addAll(ScriptedNetwork.nodeOptions(sixth));
    CommandRun _ = network.owner(add.toArray(String[]::new));
    network.grantClient(SIXTH);
    network.awaitEveryNode();
    assertEquals(6, network.view().get("operators").size());
  }

  private void onlyWhoIsReadyTakesPartInAMigration() {
    ServerName absent = ServerName.node(SIXTH, 2);
    network.devnet().kill(absent);
    CommandRun refused = network.tried("admin", "migration", "start", "--add", "5", "--yes");
    assertEquals(ExitStatus.FAILED, refused.status(), refused.out());
    String peer = network.file().find(absent).server().peerId();
    List<String> problems = refused.err().lines().filter(line -> line.startsWith("\t")).toList();
    assertEquals(1, problems.size(), refused.err());
    assertTrue(problems.getFirst().contains("node " + peer + " at 127.0.0.1"), refused.err());
    network.devnet().startOne(absent);
  }

  private void migrateTowardsTheSixthAndAbort(Records records) {
    write(records);
    int metricsPort = network.file().find(ServerName.node(1, 1)).server().metricsPort();
    String page = "http://127.0.0.1:" + metricsPort + "/metrics/cluster";
    JsonNode plan =
        network
            .owner("admin", "migration", "plan", "--add", "5", "--metrics-url", page, "--json")
            .json();
    assertTrue(plan.get("operators").get(5).get("bytes").asLong() > 0, plan.toString());
    try (ReplicaProbe replica = replicaOfTheFirst()) {
      assertVersions(replica, 0, 1);
      CommandRun _ =
          network.owner(
              "admin", "migration", "start", "--add", "5", "--metrics-url", page, "--yes");
      network.awaitEveryNode();
      // Not at once: nodes wait until all of them know of the migration.
      awaitVersions(replica, 1, 0);
      double before = callsOfTheSixth();
      ScriptedNetwork.await(
          () -> {
            write(records);
            return callsOfTheSixth() >= before + KEYS;
          },
          "writes do not reach the operator that data shall move to");
      assertVersions(replica, 1, 0);

      CommandRun _ = network.owner("admin", "migration", "abort", "--yes");
      network.awaitEveryNode();
      awaitVersions(replica, 0, 1);
    }
    String status = network.owner("operator", "migration", "status", "--json").out();
    assertTrue(status.contains("\"aborted\""), status);
    assertTrue(records.get(KEY).isPresent());
  }

  private ReplicaProbe replicaOfTheFirst() {
    DevnetFile file = network.file();
    return new ReplicaProbe(
        SecretKey.parse(file.find(ServerName.node(2, 1)).server().secretKey()),
        file.find(ServerName.node(1, 1)).server(),
        file.clientNamespaces().getFirst());
  }

  /** Returns when the first operator's first node thinks that each keyspace version counts. */
  private KeyspaceSchedule schedule() {
    DevnetFile.Server node = network.file().find(ServerName.node(1, 1)).server();
    NodeEndpoint endpoint =
        new NodeEndpoint(
            PeerId.parse(node.peerId()),
            Ipv4Address.parse(node.address()),
            Optional.empty(),
            node.primaryPort(),
            node.secondaryPort());
    try (NodeProbe probe = NodeProbe.open()) {
      ContractView view = probe.view(endpoint, Duration.ofSeconds(20));
      return KeyspaceSchedule.of(view, SettingsCodec.decode(view.settings()));
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while a node was asked", e);
    }
  }

  private void assertVersions(ReplicaProbe replica, long served, long refused) {
    KeyspaceSchedule schedule = schedule();
    assertTrue(replica.check(schedule, served), "version " + served + " is served");
    assertFalse(replica.check(schedule, refused), "version " + refused + " is refused");
    assertFalse(replica.check(schedule, 2), "a version that never was is refused");
    assertFalse(replica.serves(OptionalLong.empty()), "no version is refused");
  }

  /** Every answer on the way is checked, too: which versions count when is known to the second. */
  private void awaitVersions(ReplicaProbe replica, long served, long refused) {
    KeyspaceSchedule schedule = schedule();
    ScriptedNetwork.await(
        () -> {
          boolean isServed = replica.check(schedule, served);
          boolean isRefused = !replica.check(schedule, refused);
          return isServed && isRefused;
        },
        "keyspace version " + served + " is not served alone");
    assertVersions(replica, served, refused);
  }

  private static void write(Records records) {
    for (int i = 0; i < KEYS; i++) {
      records.set(Bytes.utf8("key-" + i), Bytes.utf8("value"), ClientLoad.TTL);
    }
  }

  private double callsOfTheSixth() {
    return ServedCalls.of(network.file().find(ServerName.database(SIXTH)))
        .map(ServedCalls::count)
        .orElse(0.0);
  }

  private void maintainTheSecond() {
    CommandRun _ = network.operator(2, "operator", "maintenance", "start", "--yes");
    network.awaitEveryNode();
    assertEquals(network.drawn(2).id(), network.view().get("maintenance").asText());
    CommandRun refused = network.tried("admin", "migration", "start", "--add", "5", "--json");
    assertEquals("MaintenanceInProgress", refused.json().get("kind").asText());
    for (String server : List.of("2/db", "2/node-1", "2/node-2")) {
      network.devnet().kill(ServerName.parse(server));
    }
    for (String server : List.of("2/db", "2/node-1", "2/node-2")) {
      network.devnet().startOne(ServerName.parse(server));
    }
    CommandRun _ = network.operator(2, "operator", "maintenance", "finish", "--yes");
    network.awaitEveryNode();
  }

  /** The third's second node comes back with another key and other ports. */
  private void replaceANodeOfTheThird() {
    ServerName name = ServerName.node(3, 2);
    network.devnet().kill(name);
    SecretKey key = randomKey();
    int freed = network.file().chain().port() + 3;
    CommandRun _ =
        network.operator(
            3,
            "operator",
            "node",
            "update",
            "--index",
            "1",
            "--peer-id",
            key.peerId().toString(),
            "--primary-port",
            Integer.toString(freed),
            "--secondary-port",
            Integer.toString(freed + 1),
            "--yes");
    network.keep(replaced(network.file().operators(), key, freed));
    network.devnet().startOne(name);
    network.awaitEveryNode();
  }

  private static List<DevnetFile.Operator> replaced(
      List<DevnetFile.Operator> operators, SecretKey key, int port) {
    List<DevnetFile.Operator> changed = new ArrayList<>(operators);
    DevnetFile.Operator third = operators.get(2);
    DevnetFile.Server old = third.nodes().get(1);
    DevnetFile.Server fresh =
        new DevnetFile.Server(
            null,
            key.peerId().toString(),
            key.secretText(),
            old.address(),
            port,
            port + 1,
            port + 2,
            old.dir());
    changed.set(
        2,
        new DevnetFile.Operator(
            third.id(),
            third.name(),
            third.privateKey(),
            third.database(),
            List.of(third.nodes().getFirst(), fresh)));
    return changed;
  }

  private void renameTheFourthAndChangeItsClients() {
    String another = randomKey().peerId().toString();
    CommandRun _ = network.operator(4, "operator", "rename", "--name", "renamed", "--yes");
    CommandRun _ =
        network.operator(4, "operator", "client", "set", "-i", another, "-n", "0", "--yes");
    network.awaitEveryNode();
    JsonNode fourth = network.view().get("operators").get(3);
    assertEquals("renamed", fourth.get("name").asText());
    assertEquals(another, fourth.get("clients").get(1).get("peer_id").asText());
  }

  private void changeSettings() {
    CommandRun _ = network.owner("admin", "settings", "set", "--migration-concurrency", "20", "-y");
    network.awaitEveryNode();
    JsonNode settings = network.owner("admin", "settings", "show", "--json").json();
    assertEquals(20, settings.get("migration_concurrency").asInt());
    assertEquals(5_000, settings.get("event_propagation_latency_ms").asInt());
  }

  /** No command writes what nobody can read; whatever did, it harms that operator alone. */
  private void spoilAndRepairTheFifth() {
    try (ClusterContract fifth = contractOf(network.drawn(5))) {
      fifth.submit(
          new ContractCall.UpdateNodeOperatorData(
              OperatorId.parse(network.drawn(5).id()), Bytes.utf8("?")));
    }
    network.awaitEveryNode();
    JsonNode seen = network.view().get("operators");
    assertTrue(seen.get(4).has("corrupted"), seen::toString);
    assertTrue(
        IntStream.of(0, 1, 2, 3, 5).noneMatch(slot -> seen.get(slot).has("corrupted")),
        seen::toString);
    network.introduce(5);
    network.awaitEveryNode();
    assertEquals("operator-5", network.view().get("operators").get(4).get("name").asText());
  }

  private ClusterContract contractOf(DevnetFile.Operator operator) {
    DevnetFile.Chain chain = network.file().chain();
    return Chains.open(
        new ChainSettings(
            OperatorId.parse(chain.contractAddress()),
            List.of(URI.create(chain.rpcProviderUrl())),
            Optional.of(new ChainAccount.Held(AccountKey.parse(operator.privateKey())))),
        Metrics.none());
  }

  private void transferOwnership() {
    String heir = network.drawn(1).id();
    CommandRun _ = network.owner("admin", "ownership", "transfer", "--new-owner", heir, "--yes");
    CommandRun accepted = network.operator(1, "admin", "ownership", "accept", "--yes");
    assertTrue(accepted.out().endsWith("\nOK. " + heir + " is the new owner\n"), accepted.out());
    String[] removal = {"admin", "operator", "remove", "--id", network.drawn(SIXTH).id(), "-y"};
    CommandRun refused = network.tried(removal);
    assertTrue(refused.err().contains("OwnableUnauthorizedAccount"), refused.err());
    CommandRun _ = network.operator(1, removal);
    network.awaitEveryNode();
    assertEquals(heir, network.view().get("owner").asText());
  }

  private static SecretKey randomKey() {
    byte[] seed = new byte[SecretKey.SIZE_BYTES];
    new SecureRandom().nextBytes(seed);
    return new SecretKey(Bytes.wrap(seed));
  }
}
