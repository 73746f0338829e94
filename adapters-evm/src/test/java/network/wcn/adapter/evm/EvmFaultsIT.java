package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract.EventListener;
import network.wcn.tck.cluster.HeardEvents;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a node and the chain: nothing is lost, nothing doubled, all counted. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EvmFaultsIT {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountedMetrics metrics = new CountedMetrics();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  @Test
  void secondProviderServesWhileTheFirstIsDown() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyLink link = opened(new FaultyLink(chain.port()));
    link.cut();
    EvmClusterContract owner = owner(contract, link.url("http"), chain.webSocketUrl());

    owner.submit(update(1));

    assertEquals(BigInteger.TWO, owner.version());
    assertTrue(errorsOf(link.url("http")) >= 3);
    assertEquals(0, metrics.gauge("wcn_chain_provider_available", "provider", name(link)));
  }

  @Test
  void frozenConnectionIsLeftForTheNextProvider() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyLink link = opened(new FaultyLink(chain.port()));
    EvmClusterContract reader = reader(contract, link.url("ws"), chain.httpUrl());
    HeardEvents heard = new HeardEvents();
    open.add(reader.subscribe(heard));

    link.freeze();
    owner(contract, chain.httpUrl()).submit(update(1));

    assertEquals(BigInteger.TWO, heard.next().version());
    assertTrue(errorsOf(link.url("ws")) > 0);
  }

  @Test
  void outageIsSaidToMakeTheViewStale() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyLink link = opened(new FaultyLink(chain.port()));
    EvmClusterContract reader =
        opened(
            EvmClusterContract.connect(
                settings(link.url("http")).withViewAgeBound(Duration.ofNanos(1)),
                contract,
                Optional.empty(),
                metrics));
    BigInteger _ = reader.version();

    link.cut();
    assertThrows(ChainFault.class, reader::version);

    String reason = reader.staleness().orElseThrow();
    assertTrue(reason.contains(contract.toString()), reason);
    assertTrue(metrics.gauge("wcn_chain_view_age_seconds") > 0);
  }

  @Test
  void chainThatRestartsWithItsStateLosesNothing(@TempDir Path directory) {
    String state = directory.resolve("state.json").toString();
    DevelopmentChain before = DevelopmentChain.start(TestChain.ROOT, "--state", state);
    OperatorId contract = deploy(before);
    EvmClusterContract reader = reader(contract, before.webSocketUrl());
    HeardEvents heard = new HeardEvents();
    open.add(reader.subscribe(heard));
    owner(contract, before.httpUrl()).submit(update(1));
    assertEquals(BigInteger.TWO, heard.next().version());

    before.close();
    opened(DevelopmentChain.start(TestChain.ROOT, before.port(), "--state", state));
    owner(contract, before.httpUrl()).submit(update(2));

    assertEquals(BigInteger.valueOf(3), heard.next().version());
  }

  @Test
  void reorganisationIsToldAndWhatReplacesItIsHeard() {
    TestChain chain = testChain();
    OperatorId contract = deploy(chain.process());
    EvmClusterContract owner = owner(contract, chain.process().httpUrl());
    HeardEvents heard = new HeardEvents();
    CountDownLatch told = new CountDownLatch(1);
    open.add(
        owner.subscribe(
            new EventListener() {
              @Override
              public void onEvent(ContractEvent event) {
                heard.onEvent(event);
              }

              @Override
              public void onReorganisation() {
                told.countDown();
              }
            }));
    owner.submit(update(1));
    assertEquals(updated(1, 2), heard.next());

    chain.rpc("anvil_reorg", 1, List.of());
    // The transaction is gone for good, so that its nonce is free for another one.
    await(told);
    assertEquals(BigInteger.ONE, owner.version());
    owner.submit(update(7));

    assertEquals(updated(7, 2), heard.next());
    assertEquals(1, metrics.count("wcn_chain_reorganisations"));
  }

  @Test
  void callThatAReorganisationDropsIsMadeAgain() throws Exception {
    TestChain chain = testChain();
    OperatorId contract = deploy(chain.process());
    EvmClusterContract owner =
        opened(
            EvmClusterContract.connect(
                settings(chain.process().httpUrl())
                    .withTransactions(Duration.ofSeconds(60), Duration.ofSeconds(30), 3),
                contract,
                Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
                metrics));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> call = threads.submit(() -> owner.submit(update(1)));
      while (owner.version().equals(BigInteger.ONE)) {
        Thread.onSpinWait();
      }
      chain.rpc("anvil_reorg", 1, List.of());
      while (owner.version().equals(BigInteger.ONE)) {
        Thread.onSpinWait();
      }
      chain.rpc("anvil_mine", "0x3");
      call.get();
    }

    assertEquals(BigInteger.TWO, owner.version());
  }

  @Test
  void providerThatLagsIsNotBelieved() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider lagging = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract owner = owner(contract, lagging.url(), chain.httpUrl());
    owner.submit(update(1));
    assertEquals(BigInteger.TWO, owner.version());

    lagging.change("eth_call", _ -> JsonNodeFactory.instance.textNode(word(1)));

    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(0, metrics.count("wcn_chain_stale_answers"));
  }

  @Test
  void providerThatAnswersNonsenseIsNotBelieved() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider lying = opened(new FaultyProvider(chain.httpUrl()));
    lying.change("eth_call", _ -> JsonNodeFactory.instance.textNode("0x1234"));
    EvmClusterContract reader = reader(contract, lying.url(), chain.httpUrl());

    assertEquals(BigInteger.ONE, reader.view().version());
    assertTrue(errorsOf(lying.url()) > 0);
  }

  @Test
  void providerThatLimitsTheRateIsGivenARest() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider limiting = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract reader = reader(contract, limiting.url(), chain.httpUrl());
    limiting.answerStatus(429);
    for (int i = 0; i < 50; i++) {
      assertEquals(BigInteger.ONE, reader.version());
    }

    assertTrue(limiting.requestCount() < 10, "its circuit opens, got " + limiting.requestCount());
  }

  @Test
  void missingLogsAreFoundElsewhere() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider forgetful = opened(new FaultyProvider(chain.httpUrl()));
    forgetful.change("eth_getLogs", _ -> JsonNodeFactory.instance.arrayNode());
    EvmClusterContract reader = reader(contract, forgetful.url(), chain.httpUrl());
    HeardEvents heard = new HeardEvents();
    open.add(reader.subscribe(heard));

    owner(contract, chain.httpUrl()).submit(update(1));

    assertEquals(updated(1, 2), heard.next());
    assertEquals(0, metrics.count("wcn_chain_event_gaps"));
  }

  @Test
  void logsThatNobodyHasLeaveAGapThatIsCounted() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider forgetful = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract reader = reader(contract, forgetful.url());
    HeardEvents heard = new HeardEvents();
    open.add(reader.subscribe(heard));
    EvmClusterContract owner = owner(contract, chain.httpUrl());

    forgetful.change("eth_getLogs", _ -> JsonNodeFactory.instance.arrayNode());
    owner.submit(update(1));
    while (metrics.count("wcn_chain_event_gaps") == 0) {
      Thread.onSpinWait();
    }
    forgetful.behave();
    owner.submit(update(2));

    assertEquals(updated(2, 3), heard.next());
  }

  @Test
  void anotherChainIsRefused() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    EvmClusterContract reader =
        opened(
            EvmClusterContract.connect(
                settings(chain.httpUrl()).withChainId(10), contract, Optional.empty(), metrics));

    ChainFault fault = assertThrows(ChainFault.class, reader::view);

    assertTrue(
        String.valueOf(fault.getMessage()).contains("expected chain ID 10"), fault::toString);
  }

  @Test
  void addressWithoutAContractIsNamed() {
    DevelopmentChain chain = chain();
    EvmClusterContract reader = reader(TestAccount.ALL.get(9).id(), chain.httpUrl());

    assertThrows(ChainFault.class, reader::view);
  }

  @Test
  void processesThatShareAKeyLoseAndDoubleNothing() throws Exception {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    int callCount = 20;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> other = threads.submit(() -> OtherProcess.submit(chain, contract, callCount));
      EvmClusterContract owner = owner(contract, chain.httpUrl());
      IntStream.range(0, callCount).forEach(number -> owner.submit(update(number)));

      assertEquals(0, other.get());
      assertEquals(BigInteger.valueOf(1 + 2 * callCount), owner.version());
    }
  }

  @Test
  void hangingTransactionIsSentWithAHigherFee() throws Exception {
    TestChain chain = testChain();
    OperatorId contract = deploy(chain.process());
    EvmClusterContract owner =
        opened(
            EvmClusterContract.connect(
                settings(chain.process().httpUrl())
                    .withTransactions(Duration.ofSeconds(60), Duration.ofMillis(300), 1),
                contract,
                Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
                metrics));
    chain.rpc("evm_setAutomine", false);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> call = threads.submit(() -> owner.submit(update(1)));
      while (metrics.count("wcn_chain_fee_bumps") < 2) {
        Thread.onSpinWait();
      }
      chain.rpc("evm_setAutomine", true);
      chain.rpc("evm_mine");
      call.get();
    }

    assertEquals(BigInteger.TWO, owner.version());
  }

  @Test
  void remoteSignerSignsWithoutGivingItsKeyAway() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    EvmClusterContract owner =
        opened(
            EvmClusterContract.connect(
                settings(chain.httpUrl()),
                contract,
                Optional.of(ChainSigner.remote(chain.httpUrl(), TestAccount.OWNER.id())),
                metrics));

    owner.submit(update(1));

    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(1, metrics.count("wcn_chain_transactions", "outcome", "accepted"));
    assertFalse(Double.isInfinite(metrics.gauge("wcn_chain_signer_balance_ether")));
  }

  private DevelopmentChain chain() {
    return opened(DevelopmentChain.start(TestChain.ROOT));
  }

  private TestChain testChain() {
    return opened(TestChain.start());
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private static OperatorId deploy(DevelopmentChain chain) {
    return EvmContractDeployment.deploy(
        settings(chain.httpUrl()),
        EvmDeployment.signer(TestAccount.OWNER),
        new Genesis(
            TestAccount.OWNER.id(),
            new ContractSettings(64, 3, Bytes.fromHex("01aabb")),
            IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new OperatorEntry(TestAccount.ALL.get(i).id(), Bytes.of((byte) i)))
                .toList()));
  }

  static EvmSettings settings(URI... providers) {
    return EvmDeployment.settings(List.of(providers))
        .withReading(Duration.ofMillis(200), Duration.ofSeconds(1));
  }

  private EvmClusterContract owner(OperatorId contract, URI... providers) {
    return opened(
        EvmClusterContract.connect(
            settings(providers),
            contract,
            Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
            metrics));
  }

  private EvmClusterContract reader(OperatorId contract, URI... providers) {
    return opened(
        EvmClusterContract.connect(settings(providers), contract, Optional.empty(), metrics));
  }

  private long errorsOf(URI provider) {
    return metrics.count("wcn_chain_provider_errors", "provider", HttpRpc.name(provider));
  }

  private static String name(FaultyLink link) {
    return HttpRpc.name(link.url("http"));
  }

  static ContractCall update(int data) {
    return new ContractCall.UpdateNodeOperatorData(
        TestAccount.ALL.get(1).id(), Bytes.of((byte) 7, (byte) data));
  }

  private static ContractEvent updated(int data, int version) {
    return new ContractEvent.NodeOperatorUpdated(
        0,
        new OperatorEntry(TestAccount.ALL.get(1).id(), Bytes.of((byte) 7, (byte) data)),
        BigInteger.valueOf(version));
  }

  private static String word(int number) {
    return String.format("0x%064x", number);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
