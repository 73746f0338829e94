package network.wcn.adapter.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.DeploymentCost;
import network.wcn.tck.cluster.TestAccount;
import network.wcn.wire.onchain.SettingsCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a deployment is said to cost is what it costs. */
class EvmContractDeploymentIT {
  /** How much more gas may be foretold than is used. */
  private static final double TOLERANCE = 1.03;

  /** Answers three times the size of its calldata, if that begins as getL1Fee(bytes) does. */
  private static final String FEE_OF_3_WEI_A_BYTE =
      "0x5f3560e01c6349948e0e146011575f5ffd5b366003025f5260205ff3";

  private static final String REFUSES_ALL = "0x5f5ffd";

  /** Selector, offset, size and padding of the call; nonce, fees and so on of the transaction. */
  private static final int MOST_BYTES_AROUND = 200;

  private static TestChain chain;

  private final Random random = new Random(5);

  @BeforeAll
  static void start() {
    chain = TestChain.start();
  }

  @AfterAll
  static void stop() {
    chain.close();
  }

  private static EvmContractDeployment connect() {
    return EvmContractDeployment.connect(
        EvmDeployment.settings(List.of(chain.process().httpUrl())),
        EvmDeployment.signer(TestAccount.OWNER));
  }

  private Bytes randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private Genesis genesis(OperatorId owner, int operators, int dataSizeBytes) {
    List<OperatorEntry> entries = new ArrayList<>();
    for (int i = 0; i < operators; i++) {
      OperatorId id = OperatorId.parse("0x" + randomBytes(20).toHex());
      entries.add(new OperatorEntry(id, randomBytes(dataSizeBytes)));
    }
    return new Genesis(owner, SettingsCodec.encode(NetworkSettings.DEFAULTS), entries);
  }

  private static long gasUsedInLastBlock() {
    JsonNode block = chain.rpc("eth_getBlockByNumber", "latest", false);
    return Hex.small(block.path("gasUsed"));
  }

  @Test
  void gasIsForetoldAndNeverTooLow() {
    try (EvmContractDeployment deployment = connect()) {
      assertEquals(DevelopmentChain.CHAIN_ID, deployment.chainId());
      for (int operators : List.of(5, 6, 30)) {
        for (int size : List.of(1, 31, 32, 33, 200, 300)) {
          Genesis genesis = genesis(deployment.account(), operators, size);
          DeploymentCost cost = deployment.cost(genesis);
          assertTrue(cost.isAffordable(), cost::toString);
          OperatorId _ = deployment.deploy(genesis);
          double quotient = cost.contractGas().doubleValue() / gasUsedInLastBlock();
          assertTrue(
              quotient >= 1 && quotient <= TOLERANCE,
              operators + " operators of " + size + " bytes: foretold by used is " + quotient);
        }
      }
    }
  }

  @Test
  void whatAChainAsksForTheDataIsAddedWhereItTells() {
    Genesis genesis = genesis(TestAccount.OWNER.id(), 6, 300);
    try (EvmContractDeployment deployment = connect()) {
      DeploymentCost without = deployment.cost(genesis);
      assertEquals(Optional.empty(), without.dataFeeWei());

      chain.rpc("anvil_setCode", DataFee.ORACLE, FEE_OF_3_WEI_A_BYTE);
      DeploymentCost with = deployment.cost(genesis);
      long fee = with.dataFeeWei().orElseThrow().longValueExact();
      assertEquals(
          fee,
          with.wei()
              .subtract(with.codeGas().add(with.contractGas()).multiply(with.weiPerGas()))
              .longValueExact());
      int sizeBytes =
          ContractArtifact.implementation().size()
              + ContractArtifact.proxy(OperatorId.ZERO, genesis).size();
      assertTrue(fee > 3L * sizeBytes, "all bytes of both transactions");
      assertTrue(fee < 3L * (sizeBytes + 2 * MOST_BYTES_AROUND), "and little more: " + fee);

      chain.rpc("anvil_setCode", DataFee.ORACLE, REFUSES_ALL);
      assertEquals(Optional.empty(), deployment.cost(genesis).dataFeeWei());
    } finally {
      chain.rpc("anvil_setCode", DataFee.ORACLE, "0x");
    }
  }

  @Test
  void nobodyDeploysForAnother() {
    try (EvmContractDeployment deployment = connect()) {
      Genesis foreign = genesis(OperatorId.parse("0x" + "22".repeat(20)), 5, 10);
      assertThrows(IllegalArgumentException.class, () -> deployment.cost(foreign));
      assertThrows(IllegalArgumentException.class, () -> deployment.deploy(foreign));
    }
  }

  @Test
  void anAccountWithoutMoneyCannotAffordIt() {
    Genesis genesis = genesis(TestAccount.OWNER.id(), 5, 10);
    try (EvmContractDeployment deployment = connect()) {
      DeploymentCost cost = deployment.cost(genesis);
      DeploymentCost poor =
          new DeploymentCost(
              cost.codeGas(),
              cost.contractGas(),
              cost.weiPerGas(),
              cost.dataFeeWei(),
              cost.wei().subtract(BigInteger.ONE));
      assertFalse(poor.isAffordable());
    }
  }
}
