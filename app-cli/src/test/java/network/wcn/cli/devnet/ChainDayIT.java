package network.wcn.cli.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import network.wcn.app.node.ChainAccount;
import network.wcn.app.node.ChainSettings;
import network.wcn.app.node.wiring.Chains;
import network.wcn.client.ClientNode;
import network.wcn.client.Records;
import network.wcn.client.WcnClient;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.account.AccountKey;
import network.wcn.wire.onchain.OperatorDataCodec;
import network.wcn.wire.onchain.SettingsCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a network on a real EVM chain: everything that operators and the owner do to it, while a
 * client writes and reads and not one of its operations fails.
 */
class ChainDayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SIXTH = 5;
  private static final int KEYS = 200;

  @TempDir private Path directory = Path.of("");

  private final SecureRandom random = new SecureRandom();
  private final List<ClusterContract> connections = new ArrayList<>();
  private DevnetFile drawn;

  private Devnet devnet() {
    return new Devnet(directory);
  }

  private DevnetFile file() {
    return devnet().registry().read();
  }

  /** Draws a network of six and starts five of them. */
  @BeforeEach
  void startFive() {
    drawn = new DevnetPlan(directory, ChainKind.ANVIL, 6, 2, freePort(), 3_600).draw();
    devnet().registry().create(withOperators(drawn, drawn.operators().subList(0, SIXTH)));
    devnet().start(_ -> {});
  }

  @AfterEach
  void stop() {
    connections.forEach(ClusterContract::close);
    int _ = devnet().stop();
  }

  /** Returns a port below those that the system gives to whoever asks for any. */
  private int freePort() {
    return IntStream.generate(() -> random.nextInt(12_000, 30_000))
        .filter(ServerPort::isFreeTcp)
        .findFirst()
        .orElseThrow();
  }

  private static DevnetFile withOperators(DevnetFile file, List<DevnetFile.Operator> operators) {
    return new DevnetFile(
        file.chain(), file.encryptionKey(), file.client(), operators, file.memoryMib());
  }

  @Test
  void nothingThatOperatorsAndTheOwnerDoFailsAClient() {
    try (WcnClient client = connect();
        ClientLoad load = new ClientLoad(records(client))) {
      ClusterContract owner = as(drawn.chain().ownerPrivateKey());
      addTheSixth(owner);
      migrateTowardsTheSixthAndAbort(owner, records(client));
      load.assertNoFailure();
      maintainTheSecond();
      replaceANodeOfTheThird();
      load.assertNoFailure();
      renameTheFourthAndChangeItsClients();
      changeSettings(owner);
      transferOwnership(owner);
      load.assertNoFailure();
    }
    assertEquals(0, devnet().stop(), "processes that had to be forced");
    assertEquals(List.of(), processesOfTheNetwork(), "processes that are left, anvil among them");
    devnet().start(_ -> {});
    try (WcnClient client = connect()) {
      assertTrue(records(client).get(Bytes.utf8("key-7")).isPresent(), "data after a restart");
    }
  }

  private List<String> processesOfTheNetwork() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  private void addTheSixth(ClusterContract owner) {
    devnet().registry().update(file -> withOperators(file, allSix(file)));
    for (String server : List.of("6/db", "6/node-1", "6/node-2")) {
      devnet().startOne(ServerName.parse(server));
    }
    owner.submit(
        new ContractCall.AddNodeOperator(LedgerGenesis.entry(drawn, drawn.operators().get(SIXTH))));
    awaitEveryNode();
    assertEquals(6, owner.view().operatorSlots().size());
  }

  private List<DevnetFile.Operator> allSix(DevnetFile file) {
    List<DevnetFile.Operator> operators = new ArrayList<>(file.operators());
    operators.add(drawn.operators().get(SIXTH));
    return operators;
  }

  private void migrateTowardsTheSixthAndAbort(ClusterContract owner, Records records) {
    SlotMask all = SlotMask.of(IntStream.rangeClosed(0, SIXTH).boxed().toList());
    owner.submit(new ContractCall.StartMigration(new KeyspaceSpec(all, 0)));
    awaitEveryNode();
    // Not at once: nodes wait until all of them know of the migration.
    double before = callsOfTheSixth();
    await(
        () -> {
          write(records);
          return callsOfTheSixth() >= before + KEYS;
        },
        "writes do not reach the operator that data shall move to");

    owner.submit(new ContractCall.AbortMigration(owner.view().migration().id()));
    awaitEveryNode();
    assertTrue(owner.view().migration().isAborted());
    assertTrue(records.get(Bytes.utf8("key-7")).isPresent());
  }

  private static void write(Records records) {
    for (int i = 0; i < KEYS; i++) {
      records.set(Bytes.utf8("key-" + i), Bytes.utf8("value"), ClientLoad.TTL);
    }
  }

  private double callsOfTheSixth() {
    return ServedCalls.of(file().find(ServerName.database(6))).map(ServedCalls::count).orElse(0.0);
  }

  private void maintainTheSecond() {
    ClusterContract second = as(drawn.operators().get(1).privateKey());
    second.submit(new ContractCall.SetMaintenance(true));
    awaitEveryNode();
    assertEquals(second.signer(), second.view().maintenance());
    for (String server : List.of("2/db", "2/node-1", "2/node-2")) {
      devnet().kill(ServerName.parse(server));
    }
    for (String server : List.of("2/db", "2/node-1", "2/node-2")) {
      devnet().startOne(ServerName.parse(server));
    }
    second.submit(new ContractCall.SetMaintenance(false));
    awaitEveryNode();
  }

  /** The third's second node comes back with another key and other ports. */
  private void replaceANodeOfTheThird() {
    ServerName name = ServerName.node(3, 2);
    devnet().kill(name);
    SecretKey key = new SecretKey(randomBytes(SecretKey.SIZE_BYTES));
    int freed = drawn.chain().port() + 3;
    devnet().registry().update(file -> replaced(file, key, freed));
    DevnetFile now = file();
    ClusterContract third = as(now.operators().get(2).privateKey());
    third.submit(
        new ContractCall.UpdateNodeOperatorData(
            signer(third), LedgerGenesis.entry(now, now.operators().get(2)).data()));
    devnet().startOne(name);
    awaitEveryNode();
  }

  private static DevnetFile replaced(DevnetFile file, SecretKey key, int port) {
    List<DevnetFile.Operator> operators = new ArrayList<>(file.operators());
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
    operators.set(
        2,
        new DevnetFile.Operator(
            third.id(),
            third.name(),
            third.privateKey(),
            third.database(),
            List.of(third.nodes().getFirst(), fresh)));
    return withOperators(file, operators);
  }

  private void renameTheFourthAndChangeItsClients() {
    PeerId another = new SecretKey(randomBytes(SecretKey.SIZE_BYTES)).peerId();
    change(3, old -> new NodeOperator(old.id(), "renamed", old.nodes(), old.clients()));
    change(
        3,
        old -> {
          List<AuthorizedClient> clients = new ArrayList<>(old.clients());
          clients.add(AuthorizedClient.of(another, 0));
          return new NodeOperator(old.id(), old.name(), old.nodes(), clients);
        });
    awaitEveryNode();
    NodeOperator fourth = operator(3);
    assertEquals("renamed", fourth.name());
    assertEquals(another, fourth.clients().getLast().peerId());
  }

  private void changeSettings(ClusterContract owner) {
    NetworkSettings old = SettingsCodec.decode(owner.view().settings());
    NetworkSettings changed =
        new NetworkSettings(
            old.maxOperatorDataBytes(),
            old.minOperators(),
            old.eventPropagationLatency(),
            old.clockSkew(),
            20,
            old.migrationTxBytesPerSecond(),
            old.migrationRxBytesPerSecond());
    owner.submit(new ContractCall.UpdateSettings(SettingsCodec.encode(changed)));
    awaitEveryNode();
    assertEquals(changed, SettingsCodec.decode(owner.view().settings()));
  }

  private void transferOwnership(ClusterContract owner) {
    ClusterContract heir = as(drawn.operators().getFirst().privateKey());
    owner.submit(new ContractCall.TransferOwnership(signer(heir)));
    heir.submit(new ContractCall.AcceptOwnership());
    OperatorId sixth = OperatorId.parse(drawn.operators().get(SIXTH).id());
    assertThrows(
        ContractRefused.class, () -> owner.submit(new ContractCall.RemoveNodeOperator(sixth)));
    heir.submit(new ContractCall.RemoveNodeOperator(sixth));
    awaitEveryNode();
    assertEquals(signer(heir), heir.view().owner());
  }

  private void change(int index, UnaryOperator<NodeOperator> change) {
    ClusterContract account = as(drawn.operators().get(index).privateKey());
    account.submit(
        new ContractCall.UpdateNodeOperatorData(
            signer(account), codec().encode(change.apply(operator(index)))));
  }

  private NodeOperator operator(int index) {
    ClusterContract reader = connections.getFirst();
    OperatorEntry entry = reader.view().operatorSlots().get(index).orElseThrow();
    return codec().decode(entry.id(), entry.data());
  }

  private OperatorDataCodec codec() {
    return new OperatorDataCodec(ClusterKey.parse(drawn.encryptionKey()));
  }

  private static OperatorId signer(ClusterContract account) {
    return account.signer().orElseThrow();
  }

  private ClusterContract as(String privateKey) {
    DevnetFile.Chain chain = file().chain();
    ClusterContract connection =
        Chains.open(
            new ChainSettings(
                OperatorId.parse(chain.contractAddress()),
                List.of(URI.create(chain.rpcProviderUrl())),
                Optional.of(new ChainAccount.Held(AccountKey.parse(privateKey)))),
            Metrics.none());
    connections.add(connection);
    return connection;
  }

  private Bytes randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  /** Waits until every node that runs serves from the contract's newest view. */
  private void awaitEveryNode() {
    double newest = connections.getFirst().version().doubleValue();
    for (DevnetFile.NamedServer server : file().servers()) {
      if (!server.name().isDatabase() && devnet().isRunning(file(), server.name())) {
        await(
            () -> metric(server, "wcn_node_cluster_version") >= newest,
            server.name() + " does not know version " + newest);
      }
    }
  }

  private static void await(BooleanSupplier condition, String failure) {
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

  private WcnClient connect() {
    DevnetFile file = file();
    return WcnClient.builder()
        .secretKey(file.clientSecretKey())
        .bootstrap(file.clientNodes().toArray(ClientNode[]::new))
        .connect();
  }

  private Records records(WcnClient client) {
    return client.namespace(file().clientNamespaces().getFirst());
  }

  /** One caller that writes and reads back all the time and remembers the first failure. */
  private static final class ClientLoad implements AutoCloseable {
    private static final Duration TTL = Duration.ofHours(1);
    private static final int LOAD_KEYS = 50;

    private final Thread thread;
    private volatile boolean isOver;
    private volatile Optional<Throwable> failure = Optional.empty();

    ClientLoad(Records records) {
      thread = Thread.ofVirtual().start(() -> work(records));
    }

    private void work(Records records) {
      try {
        for (int turn = 0; !isOver; turn++) {
          Bytes key = Bytes.utf8("load-" + turn % LOAD_KEYS);
          Bytes value = Bytes.utf8("turn " + turn);
          records.set(key, value, TTL);
          assertEquals(Optional.of(value), records.get(key).map(LiveRecord::value));
          LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
      } catch (RuntimeException | AssertionError e) {
        failure = Optional.of(e);
      }
    }

    void assertNoFailure() {
      failure.ifPresent(first -> {
        throw new AssertionError("an operation of the client failed", first);
      });
    }

    @Override
    public void close() {
      isOver = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while the load ended", e);
      }
      assertNoFailure();
    }
  }
}
