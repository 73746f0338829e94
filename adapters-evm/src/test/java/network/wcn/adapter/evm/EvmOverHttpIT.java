package network.wcn.adapter.evm;

import network.wcn.domain.membership.Genesis;
import network.wcn.tck.cluster.ClusterContractSuite;
import network.wcn.tck.cluster.Deployment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract suite on our contract and a real chain, reached over Http. */
class EvmOverHttpIT extends ClusterContractSuite {
  private static DevelopmentChain chain;

  @BeforeAll
  static void startChain() {
    chain = DevelopmentChain.start(TestChain.ROOT);
  }

  @AfterAll
  static void stopChain() {
    chain.close();
  }

  @Override
  protected Deployment deploy(Genesis genesis) {
    return new EvmDeployment(chain, "http", genesis);
  }
}
