package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.metrics.Metrics;
import network.wcn.tck.cluster.HeardEvents;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The only provider is away for a while: all goes on where it was, nothing lost, nothing twice.
 *
 * <p>Its minute is spent waiting, so the tests of the module go on beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutageIT extends EvmFaultFixture {
  @Test
  void whatHappensDuringAMinuteWithoutAProviderIsHeardAfterwards() {
    assertNothingIsMissed(FaultyLink::cut, 60);
  }

  @Test
  void whatHappensWhileTheProviderIsFrozenIsHeardAfterwards() {
    assertNothingIsMissed(FaultyLink::freeze, 5);
  }

  @Test
  void callThatIsOnItsWayWhenTheProviderGoesIsMadeOnce() throws Exception {
    assertMadeOnce(FaultyLink::cut);
  }

  @Test
  void callThatIsOnItsWayWhenTheProviderFreezesIsMadeOnce() throws Exception {
    assertMadeOnce(FaultyLink::freeze);
  }

  private void assertNothingIsMissed(Consumer<FaultyLink> fault, int seconds) {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyLink link = opened(new FaultyLink(chain.port()));
    EvmClusterContract reader =
        opened(
            EvmClusterContract.connect(
                settings(link.url("ws")).withViewAgeBound(Duration.ofSeconds(2)),
                contract,
                Optional.empty(),
                metrics));
    HeardEvents heard = new HeardEvents();
    open.add(reader.subscribe(heard));
    EvmClusterContract elsewhere =
        opened(
            EvmClusterContract.connect(
                settings(chain.httpUrl()),
                contract,
                Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
                Metrics.none()));

    fault.accept(link);
    for (int i = 1; i <= 5; i++) {
      elsewhere.submit(update(i));
    }
    await(() -> metrics.gauge("wcn_chain_view_age_seconds") >= seconds);
    assertTrue(reader.staleness().isPresent(), "the view is said to be stale");
    await(() -> !isAvailable(link.url("ws")));
    link.restore();

    for (int i = 1; i <= 5; i++) {
      assertEquals(updated(i, i + 1), heard.next());
    }
    await(() -> reader.staleness().isEmpty() && isAvailable(link.url("ws")));
    elsewhere.submit(update(6));
    assertEquals(updated(6, 7), heard.next());
    assertTrue(errorsOf(link.url("ws")) > 0);
    assertEquals(0, metrics.count("wcn_chain_event_gaps"));
  }

  private void assertMadeOnce(Consumer<FaultyLink> fault) throws Exception {
    TestChain chain = testChain();
    OperatorId contract = deploy(chain.process());
    FaultyLink link = opened(new FaultyLink(chain.process().port()));
    EvmClusterContract owner = owner(contract, link.url("http"));
    BigInteger made = callsMade(chain);
    chain.rpc("evm_setAutomine", false);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> call = threads.submit(() -> owner.submit(update(1)));
      await(() -> chain.rpc("txpool_status").path("pending").asText().equals("0x1"));

      fault.accept(link);
      await(() -> !isAvailable(link.url("http")));
      chain.rpc("evm_setAutomine", true);
      chain.rpc("evm_mine");
      link.restore();
      call.get();
    }

    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(made.add(BigInteger.ONE), callsMade(chain));
    assertEquals(1, metrics.count("wcn_chain_transactions", "outcome", "accepted"));
    assertTrue(errorsOf(link.url("http")) > 0);
  }

  private static BigInteger callsMade(TestChain chain) {
    return Hex.number(
        chain.rpc("eth_getTransactionCount", TestAccount.OWNER.id().toString(), "latest"));
  }
}
