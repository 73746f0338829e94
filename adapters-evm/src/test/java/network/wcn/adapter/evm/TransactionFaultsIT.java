package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import network.wcn.domain.identity.OperatorId;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to calls on their way: each is made once, and all is counted. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TransactionFaultsIT extends EvmFaultFixture {
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
  void nonceThatAnotherProcessTookIsCountedAndTheCallIsMadeOnce() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider forgetful = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract owner = owner(contract, forgetful.url());
    AtomicBoolean isForgetful = new AtomicBoolean(true);
    forgetful.change(
        "eth_getTransactionCount",
        nonce ->
            isForgetful.getAndSet(false)
                ? JsonNodeFactory.instance.textNode(
                    Hex.of(Hex.number(nonce).subtract(BigInteger.ONE)))
                : nonce);

    owner.submit(update(1));

    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(1, metrics.count("wcn_chain_nonce_conflicts"));
    assertEquals(1, metrics.count("wcn_chain_transactions", "outcome", "accepted"));
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
}
