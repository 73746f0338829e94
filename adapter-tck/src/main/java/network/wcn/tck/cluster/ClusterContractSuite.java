package network.wcn.tck.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.cluster.ClusterContract.Subscription;
import network.wcn.port.cluster.ContractRefused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ClusterContract} must do. An adapter's test extends it and adds the factory.
 *
 * <p>Times of blocks are the chain's own and are not compared.
 */
public abstract class ClusterContractSuite {
  private static final int OPERATOR_COUNT = 5;
  private static final KeyspaceSpec THREE_OPERATORS =
      new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2)), 0);

  private Optional<Deployment> deployment = Optional.empty();

  /**
   * Deploys a contract of its own; the genesis' owner is {@link TestAccount#OWNER}.
   *
   * @throws ContractRefused if a rule of the contract forbids this genesis
   */
  protected abstract Deployment deploy(Genesis genesis);

  /** Closes what the test deployed. */
  @AfterEach
  public void closeDeployment() {
    deployment.ifPresent(Deployment::close);
  }

  @Test
  public void freshViewShowsTheGenesis() {
    Genesis genesis = genesis(OPERATOR_COUNT);

    var view = reader(genesis).view();

    assertEquals(genesis.owner(), view.owner());
    assertEquals(genesis.settings(), view.settings());
    assertEquals(BigInteger.ONE, view.version());
    assertEquals(genesis.operators().stream().map(Optional::of).toList(), view.operatorSlots());
    assertEquals(new KeyspaceSpec(SlotMask.of(List.of(0, 1, 2, 3, 4)), 0), view.keyspaces().get(0));
    assertEquals(new KeyspaceSpec(SlotMask.EMPTY, 0), view.keyspaces().get(1));
    assertEquals(0, view.keyspaceVersion());
    assertEquals(Optional.empty(), view.maintenance());
  }

  @Test
  public void networkWithoutOperatorsShowsOneEmptySlot() {
    Genesis genesis =
        new Genesis(TestAccount.OWNER.id(), new ContractSettings(64, 0, Bytes.empty()), List.of());

    assertEquals(List.of(Optional.empty()), reader(genesis).view().operatorSlots());
  }

  @Test
  public void networkOf256OperatorsIsReadWhole() {
    List<OperatorEntry> operators =
        IntStream.rangeClosed(1, SlotMask.SLOTS)
            .mapToObj(number ->
                new OperatorEntry(
                    OperatorId.parse(String.format("0x%040x", 0x1000 + number)),
                    Bytes.of((byte) number)))
            .toList();
    Genesis genesis =
        new Genesis(TestAccount.OWNER.id(), new ContractSettings(64, 3, Bytes.empty()), operators);

    assertEquals(
        operators.stream().map(Optional::of).toList(), reader(genesis).view().operatorSlots());
  }

  @Test
  public void versionIsThatOfTheView() {
    ClusterContract owner = owner();

    owner.submit(new ContractCall.AddNodeOperator(operator(6)));

    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(BigInteger.TWO, owner.view().version());
  }

  /** Walks through every kind of call, accepted and refused, next to the domain's ledger. */
  @Test
  public void everyCallActsAsOnTheLedger() {
    Genesis genesis = genesis(OPERATOR_COUNT);
    Deployment network = deployed(genesis);
    CallScript.replay(genesis, network);
  }

  @Test
  public void refusedCallSaysWhyAndChangesNothing() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    ClusterContract stranger = contract(network, 9);
    var before = stranger.view();

    ContractRefused refused =
        assertThrows(
            ContractRefused.class,
            () -> stranger.submit(new ContractCall.StartMigration(THREE_OPERATORS)));

    assertEquals(
        new ContractRefusal.OwnableUnauthorizedAccount(TestAccount.ALL.get(9).id()),
        refused.refusal());
    assertEquals(before, stranger.view());
  }

  @Test
  public void signerIsTheAccountOfTheKey() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));

    assertEquals(Optional.of(TestAccount.ALL.get(3).id()), contract(network, 3).signer());
    assertEquals(Optional.empty(), network.connect(Optional.empty()).contract().signer());
  }

  @Test
  public void nothingCanBeSubmittedWithoutASigner() {
    ClusterContract reader = reader(genesis(OPERATOR_COUNT));

    assertThrows(
        IllegalStateException.class, () -> reader.submit(new ContractCall.SetMaintenance(true)));
  }

  @Test
  public void subscriberHearsEveryChangeInOrder() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    HeardEvents heard = new HeardEvents();
    Subscription subscription = network.connect(Optional.empty()).contract().subscribe(heard);

    contract(network, 0).submit(new ContractCall.StartMigration(THREE_OPERATORS));
    contract(network, 1).submit(new ContractCall.CompleteMigration(1));
    contract(network, 0).submit(new ContractCall.AbortMigration(1));
    contract(network, 4).submit(new ContractCall.SetMaintenance(true));

    ContractEvent.MigrationStarted started = (ContractEvent.MigrationStarted) heard.next();
    assertEquals(1, started.migrationId());
    assertEquals(THREE_OPERATORS, started.newKeyspace());
    assertEquals(1, started.newKeyspaceVersion());
    assertEquals(BigInteger.TWO, started.version());
    assertEquals(
        new ContractEvent.MigrationDataPullCompleted(
            1, TestAccount.ALL.get(1).id(), BigInteger.valueOf(3)),
        heard.next());
    ContractEvent.MigrationAborted aborted = (ContractEvent.MigrationAborted) heard.next();
    assertEquals(1, aborted.migrationId());
    assertTrue(aborted.at() >= started.at(), "an abort is not before its start");
    assertEquals(
        new ContractEvent.MaintenanceToggled(
            TestAccount.ALL.get(4).id(), true, BigInteger.valueOf(5)),
        heard.next());
    subscription.close();
  }

  @Test
  public void nothingIsMissedBetweenSubscribingAndReadingTheView() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    ClusterContract reader = network.connect(Optional.empty()).contract();
    ClusterContract owner = contract(network, 0);
    for (int i = 0; i < 10; i++) {
      HeardEvents heard = new HeardEvents();
      try (Subscription _ = reader.subscribe(heard)) {
        BigInteger seen = reader.view().version();
        owner.submit(update(1, i));
        assertEquals(seen.add(BigInteger.ONE), heard.through(owner.version()).getLast().version());
      }
    }
  }

  @Test
  public void subscribersDoNotDisturbEachOther() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    ClusterContract owner = contract(network, 0);
    ClusterContract reader = network.connect(Optional.empty()).contract();
    HeardEvents left = new HeardEvents();
    HeardEvents stayed = new HeardEvents();
    Subscription leaving = reader.subscribe(left);
    Subscription failing =
        reader.subscribe(event -> {
          throw new IllegalStateException("this listener fails on " + event.version());
        });
    Subscription staying = reader.subscribe(stayed);

    leaving.close();
    leaving.close();
    owner.submit(update(1, 1));
    owner.submit(update(2, 2));

    assertEquals(BigInteger.TWO, stayed.next().version());
    assertEquals(BigInteger.valueOf(3), stayed.next().version());
    assertTrue(left.isEmpty(), "a closed subscription hears nothing");
    failing.close();
    staying.close();
  }

  @Test
  public void listenerThatFailsHearsTheNextChange() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    HeardEvents heard = new HeardEvents();
    Subscription subscription =
        network
            .connect(Optional.empty())
            .contract()
            .subscribe(event -> {
              heard.onEvent(event);
              throw new IllegalStateException("this listener fails on " + event.version());
            });

    contract(network, 0).submit(update(1, 1));
    contract(network, 0).submit(update(2, 2));

    assertEquals(BigInteger.TWO, heard.next().version());
    assertEquals(BigInteger.valueOf(3), heard.next().version());
    subscription.close();
  }

  @Test
  public void callsOfManyThreadsAllCount() throws Exception {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    ClusterContract owner = contract(network, 0);
    int threadCount = 8;
    CountDownLatch ready = new CountDownLatch(threadCount);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, threadCount)
              .mapToObj(number ->
                  threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    owner.submit(update(1 + number % OPERATOR_COUNT, number));
                    return number;
                  }))
              .toList();
      for (var result : results) {
        result.get();
      }
    }

    assertEquals(BigInteger.valueOf(1 + threadCount), owner.version());
  }

  @Test
  public void everyMethodFailsAsChainFaultDuringAnOutage() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    Deployment.Connection owner = network.connect(Optional.of(TestAccount.OWNER));
    owner.contract().version();

    owner.cut();

    assertThrows(ChainFault.class, owner.contract()::version);
    assertThrows(ChainFault.class, owner.contract()::view);
    assertThrows(ChainFault.class, () -> owner.contract().submit(update(1, 1)));
    owner.restore();
    owner.contract().submit(update(1, 2));
    assertEquals(BigInteger.TWO, owner.contract().version());
  }

  @Test
  public void whatHappenedDuringAnOutageIsHeardAfterIt() {
    Deployment network = deployed(genesis(OPERATOR_COUNT));
    Deployment.Connection reader = network.connect(Optional.empty());
    HeardEvents heard = new HeardEvents();
    Subscription subscription = reader.contract().subscribe(heard);
    contract(network, 0).submit(update(1, 1));
    assertEquals(BigInteger.TWO, heard.next().version());

    reader.cut();
    contract(network, 0).submit(update(2, 2));
    contract(network, 0).submit(update(3, 3));
    reader.restore();

    assertEquals(BigInteger.valueOf(4), heard.through(BigInteger.valueOf(4)).getLast().version());
    subscription.close();
  }

  @Test
  public void closingTwiceDoesNothing() {
    ClusterContract reader = reader(genesis(OPERATOR_COUNT));
    Subscription subscription = reader.subscribe(new HeardEvents());

    reader.close();
    reader.close();

    subscription.close();
    assertThrows(ChainFault.class, reader::view);
  }

  private ClusterContract owner() {
    return contract(deployed(genesis(OPERATOR_COUNT)), 0);
  }

  private ClusterContract reader(Genesis genesis) {
    return deployed(genesis).connect(Optional.empty()).contract();
  }

  private static ClusterContract contract(Deployment network, int account) {
    return network.connect(Optional.of(TestAccount.ALL.get(account))).contract();
  }

  private Deployment deployed(Genesis genesis) {
    Deployment network = deploy(genesis);
    deployment = Optional.of(network);
    return network;
  }

  static Genesis genesis(int operatorCount) {
    return new Genesis(
        TestAccount.OWNER.id(),
        new ContractSettings(64, 3, Bytes.fromHex("01aabb")),
        IntStream.rangeClosed(1, operatorCount).mapToObj(ClusterContractSuite::operator).toList());
  }

  static OperatorEntry operator(int account) {
    return new OperatorEntry(
        TestAccount.ALL.get(account).id(), Bytes.of((byte) account, (byte) account));
  }

  private static ContractCall update(int account, int data) {
    return new ContractCall.UpdateNodeOperatorData(
        TestAccount.ALL.get(account).id(), Bytes.of((byte) 7, (byte) data));
  }
}
