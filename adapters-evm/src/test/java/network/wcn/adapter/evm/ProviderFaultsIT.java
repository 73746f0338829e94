package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;
import network.wcn.tck.cluster.HeardEvents;
import network.wcn.tck.cluster.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What providers do wrong: another one is asked, and all is counted. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProviderFaultsIT extends EvmFaultFixture {
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
    assertFalse(isAvailable(link.url("http")));
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
    OperatorId nobody = TestAccount.ALL.get(9).id();
    EvmClusterContract reader = reader(nobody, chain.httpUrl());

    ChainFault fault = assertThrows(ChainFault.class, reader::view);

    assertTrue(
        String.valueOf(fault.getMessage()).contains("there is no contract at " + nobody),
        fault::toString);
  }
}
