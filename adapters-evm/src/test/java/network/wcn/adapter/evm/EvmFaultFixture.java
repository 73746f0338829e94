package network.wcn.adapter.evm;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.AfterEach;

/** What tests of faults share: chains, connections to them, and what they counted. */
abstract class EvmFaultFixture {
  final List<AutoCloseable> open = new ArrayList<>();
  final CountedMetrics metrics = new CountedMetrics();

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  DevelopmentChain chain() {
    return opened(DevelopmentChain.start(TestChain.ROOT));
  }

  TestChain testChain() {
    return opened(TestChain.start());
  }

  <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  static OperatorId deploy(DevelopmentChain chain) {
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

  EvmClusterContract owner(OperatorId contract, URI... providers) {
    return opened(
        EvmClusterContract.connect(
            settings(providers),
            contract,
            Optional.of(EvmDeployment.signer(TestAccount.OWNER)),
            metrics));
  }

  EvmClusterContract reader(OperatorId contract, URI... providers) {
    return opened(
        EvmClusterContract.connect(settings(providers), contract, Optional.empty(), metrics));
  }

  long errorsOf(URI provider) {
    return metrics.count("wcn_chain_provider_errors", "provider", HttpRpc.name(provider));
  }

  boolean isAvailable(URI provider) {
    return metrics.gauge("wcn_chain_provider_available", "provider", HttpRpc.name(provider)) == 1;
  }

  static ContractCall update(int data) {
    return new ContractCall.UpdateNodeOperatorData(
        TestAccount.ALL.get(1).id(), Bytes.of((byte) 7, (byte) data));
  }

  static ContractEvent updated(int data, int version) {
    return new ContractEvent.NodeOperatorUpdated(
        0,
        new OperatorEntry(TestAccount.ALL.get(1).id(), Bytes.of((byte) 7, (byte) data)),
        BigInteger.valueOf(version));
  }

  static String word(int number) {
    return String.format("0x%064x", number);
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
