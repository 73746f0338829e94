package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.CallReceipt;
import org.junit.jupiter.api.Test;

/** Whoever makes a call can look it up. */
class CallReceiptIT extends EvmFaultFixture {
  @Test
  void aReceiptNamesTheTransactionAndItsGas() {
    TestChain chain = testChain();
    OperatorId contract = deploy(chain.process());

    CallReceipt receipt = owner(contract, chain.process().httpUrl()).submit(update(1));

    JsonNode found = chain.rpc("eth_getTransactionReceipt", receipt.transaction().orElseThrow());
    assertEquals(contract.toString(), found.path("to").asText());
    assertEquals(OptionalLong.of(Hex.small(found.path("gasUsed"))), receipt.gasUsed());
  }
}
