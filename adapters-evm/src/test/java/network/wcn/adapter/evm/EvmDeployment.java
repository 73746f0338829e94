package network.wcn.adapter.evm;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.metrics.Metrics;
import network.wcn.tck.cluster.Deployment;
import network.wcn.tck.cluster.TestAccount;
import network.wcn.wire.account.AccountKey;

/** Our contract on a development chain; each connection has a link of its own. */
final class EvmDeployment implements Deployment {
  private final DevelopmentChain chain;
  private final String scheme;
  private final OperatorId contract;
  private final List<AutoCloseable> open = new ArrayList<>();

  EvmDeployment(DevelopmentChain chain, String scheme, Genesis genesis) {
    this.chain = chain;
    this.scheme = scheme;
    this.contract =
        EvmContractDeployment.deploy(
            settings(List.of(chain.httpUrl())), signer(TestAccount.OWNER), genesis);
  }

  static EvmSettings settings(List<URI> providers) {
    return EvmSettings.of(providers)
        .withChainId(DevelopmentChain.CHAIN_ID)
        .withReading(Duration.ofMillis(300), Duration.ofSeconds(5))
        .withTransactions(Duration.ofSeconds(60), Duration.ofSeconds(5), 1);
  }

  static ChainSigner signer(TestAccount account) {
    return ChainSigner.of(AccountKey.parse(account.privateKeyHex()));
  }

  OperatorId contract() {
    return contract;
  }

  @Override
  public Connection connect(Optional<TestAccount> signer) {
    FaultyLink link = new FaultyLink(chain.port());
    EvmClusterContract adapter =
        EvmClusterContract.connect(
            settings(List.of(link.url(scheme))),
            contract,
            signer.map(EvmDeployment::signer),
            Metrics.none());
    open.add(adapter);
    open.add(link);
    return new Connection() {
      @Override
      public ClusterContract contract() {
        return adapter;
      }

      @Override
      public void cut() {
        link.cut();
      }

      @Override
      public void restore() {
        link.restore();
      }
    };
  }

  @Override
  public void close() {
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new AssertionError("a connection does not close", e);
      }
    }
  }
}
