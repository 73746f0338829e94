package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractEvent;
import network.wcn.port.cluster.ClusterContract.EventListener;
import network.wcn.tck.cluster.HeardEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a chain while somebody listens: nothing is lost, nothing told twice. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EventFaultsIT extends EvmFaultFixture {
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
    await(() -> errorsOf(before.webSocketUrl()) > 0);
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
    await(() -> told.getCount() == 0);
    assertEquals(BigInteger.ONE, owner.version());
    owner.submit(update(7));

    assertEquals(updated(7, 2), heard.next());
    assertEquals(1, metrics.count("wcn_chain_reorganisations"));
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
}
