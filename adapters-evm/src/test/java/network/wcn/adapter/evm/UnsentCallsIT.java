package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.Genesis;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.tck.cluster.TestAccount;
import network.wcn.wire.account.AccountKey;
import org.junit.jupiter.api.Test;

/** Calls that fail before anything is sent are told from those that may count. */
class UnsentCallsIT extends EvmFaultFixture {
  private static final String SIGN = "eth_signTransaction";

  private static void assertSays(CallNotMade fault, String words) {
    String message = String.valueOf(fault.getMessage());
    assertTrue(message.contains("nothing was sent: ") && message.contains(words), message);
  }

  @Test
  void whatTheSignerDoesNotSignIsNotSent() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider service = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract owner =
        opened(
            EvmClusterContract.connect(
                settings(chain.httpUrl()),
                contract,
                Optional.of(ChainSigner.remote(service.url(), TestAccount.OWNER.id())),
                metrics));

    service.refuse(SIGN, "locked");
    assertSays(
        assertThrows(CallNotMade.class, () -> owner.submit(update(1))),
        "the remote signer at 127.0.0.1 refuses to sign as "
            + TestAccount.OWNER.id()
            + ": locked (code -32000)");

    service.behave();
    service.change(SIGN, _ -> JsonNodeFactory.instance.textNode("signed"));
    assertSays(
        assertThrows(CallNotMade.class, () -> owner.submit(update(1))), "as web3signer does");

    service.answerStatus(503);
    assertSays(assertThrows(CallNotMade.class, () -> owner.submit(update(1))), "got 503");

    service.behave();
    owner.submit(update(1));
    assertEquals(BigInteger.TWO, owner.version());
    assertEquals(3, metrics.count("wcn_chain_transactions", "outcome", "failed"));
  }

  @Test
  void whatTheProviderCannotEstimateIsNotSent() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    FaultyProvider provider = opened(new FaultyProvider(chain.httpUrl()));
    EvmClusterContract owner = owner(contract, provider.url());
    assertEquals(BigInteger.ONE, owner.version());
    provider.answerStatus(503);

    assertSays(assertThrows(CallNotMade.class, () -> owner.submit(update(1))), "got 503");
  }

  @Test
  void whoCannotPayIsToldThatNothingWasSent() {
    DevelopmentChain chain = chain();
    OperatorId contract = deploy(chain);
    AccountKey poor = AccountKey.generate(new Random(3));
    try (EvmContractDeployment deployment =
        EvmContractDeployment.connect(settings(chain.httpUrl()), ChainSigner.of(poor))) {
      CallNotMade fault =
          assertThrows(CallNotMade.class, () -> deployment.deploy(genesis(poor.address())));
      assertSays(fault, "does not take a transaction of " + poor.address());
    }
    assertEquals(BigInteger.ONE, reader(contract, chain.httpUrl()).version());
  }

  @Test
  void deploymentThatEndsHalfWaySaysWhatIsThere() {
    DevelopmentChain chain = chain();
    FaultyProvider service = opened(new FaultyProvider(chain.httpUrl()));
    service.change(
        SIGN,
        signed -> {
          service.refuse(SIGN, "locked");
          return signed;
        });
    try (EvmContractDeployment deployment =
        EvmContractDeployment.connect(
            settings(chain.httpUrl()), ChainSigner.remote(service.url(), TestAccount.OWNER.id()))) {
      CallNotMade fault =
          assertThrows(CallNotMade.class, () -> deployment.deploy(genesis(TestAccount.OWNER.id())));
      assertSays(fault, "locked");
      assertTrue(
          String.valueOf(fault.getMessage()).startsWith("the code is on the chain, at 0x"),
          fault.getMessage());
    }
  }

  private static Genesis genesis(OperatorId owner) {
    return new Genesis(owner, new ContractSettings(64, 0, Bytes.fromHex("01aabb")), List.of());
  }
}
