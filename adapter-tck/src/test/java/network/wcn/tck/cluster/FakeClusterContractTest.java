package network.wcn.tck.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.Genesis;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import org.junit.jupiter.api.Test;

class FakeClusterContractTest extends ClusterContractSuite {
  private static final long NOW_MICROS = 1_700_000_000_000_000L;

  @Override
  protected Deployment deploy(Genesis genesis) {
    FakeCluster cluster = new FakeCluster(genesis, () -> NOW_MICROS);
    return new Deployment() {
      @Override
      public Connection connect(Optional<TestAccount> signer) {
        FakeClusterContract contract = cluster.connect(signer.map(TestAccount::id));
        return new Connection() {
          @Override
          public ClusterContract contract() {
            return contract;
          }

          @Override
          public void cut() {
            contract.partition();
          }

          @Override
          public void restore() {
            contract.heal();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void failNextFailsThatOftenWithoutEffect() {
    FakeClusterContract owner = owner(cluster());

    owner.failNext(2);

    assertThrows(ChainFault.class, () -> owner.submit(change(1)));
    assertThrows(ChainFault.class, owner::view);
    assertEquals(BigInteger.ONE, owner.version());
  }

  @Test
  void lostAnswerHidesACallThatCounted() {
    FakeClusterContract owner = owner(cluster());

    owner.loseNextAnswers(1);

    assertThrows(ChainFault.class, () -> owner.submit(change(1)));
    assertEquals(BigInteger.TWO, owner.version());
  }

  @Test
  void lostEventLeavesAGapInTheVersions() {
    FakeClusterContract owner = owner(cluster());
    HeardEvents heard = new HeardEvents();
    owner.subscribe(heard);

    owner.loseNextEvents(1);
    owner.submit(change(1));
    owner.submit(change(2));

    assertEquals(BigInteger.valueOf(3), heard.next().version());
  }

  @Test
  void lagShowsOlderViewsUntilItIsTakenBack() {
    FakeCluster cluster = cluster();
    FakeClusterContract reader = cluster.connect(Optional.empty());
    HeardEvents heard = new HeardEvents();
    reader.subscribe(heard);

    reader.lag(1);
    owner(cluster).submit(change(1));
    assertEquals(BigInteger.ONE, reader.version());
    assertTrue(heard.isEmpty());
    reader.lag(0);

    assertEquals(BigInteger.TWO, reader.version());
    assertEquals(BigInteger.TWO, heard.next().version());
  }

  private static FakeCluster cluster() {
    return new FakeCluster(genesis(5), () -> NOW_MICROS);
  }

  private static FakeClusterContract owner(FakeCluster cluster) {
    return cluster.connect(Optional.of(TestAccount.OWNER.id()));
  }

  private static ContractCall change(int data) {
    return new ContractCall.UpdateNodeOperatorData(
        TestAccount.ALL.get(1).id(), Bytes.of((byte) data));
  }
}
