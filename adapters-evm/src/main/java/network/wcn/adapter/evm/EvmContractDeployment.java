package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.port.cluster.ContractDeployment;
import network.wcn.port.cluster.DeploymentCost;
import network.wcn.port.metrics.Metrics;

/**
 * Deploys our contract on an EVM chain: one transaction brings its code, a second one a proxy in
 * front of it, whose constructor writes settings and operators. The proxy's address is the one to
 * use.
 *
 * <p>A chain cannot estimate the second before the first is there, so its gas is computed: what the
 * transaction's bytes cost, and what one operator and one word of its data cost in storage, rounded
 * up from measurements.
 */
public final class EvmContractDeployment implements ContractDeployment {
  private static final long PROXY_GAS = 250_000;
  private static final long OPERATOR_GAS = 70_200;
  private static final long WORD_GAS = 22_500;
  private static final long BYTE_GAS = 16;
  private static final long ZERO_BYTE_GAS = 4;
  private static final int WORD_SIZE_BYTES = 32;

  /** Stands for the code's address, which is not known before it is there. */
  private static final OperatorId SOMEWHERE = OperatorId.parse("0x" + "11".repeat(20));

  private final Providers chain;
  private final ChainSigner signer;
  private final TransactionSender sender;

  private EvmContractDeployment(EvmSettings settings, ChainSigner signer) {
    this.chain = Providers.of(settings, Optional.empty(), () -> {}, Metrics.none());
    this.signer = signer;
    this.sender = new TransactionSender(chain, signer, settings, Metrics.none());
  }

  /**
   * Makes a connection; nothing is sent yet.
   *
   * @param signer pays, and owns what is deployed
   */
  public static EvmContractDeployment connect(EvmSettings settings, ChainSigner signer) {
    return new EvmContractDeployment(settings, signer);
  }

  /** Connects, deploys and closes; see {@link #deploy(Genesis)}. */
  public static OperatorId deploy(EvmSettings settings, ChainSigner signer, Genesis genesis) {
    try (EvmContractDeployment deployment = connect(settings, signer)) {
      return deployment.deploy(genesis);
    }
  }

  @Override
  public OperatorId account() {
    return signer.account();
  }

  @Override
  public long chainId() {
    return chain.chainId();
  }

  @Override
  public DeploymentCost cost(Genesis genesis) {
    checkOwner(genesis);
    Bytes code = ContractArtifact.implementation();
    Bytes proxy = ContractArtifact.proxy(SOMEWHERE, genesis);
    BigInteger codeGas = sender.gas(Optional.empty(), code);
    BigInteger proxyGas = BigInteger.valueOf(proxyGas(proxy, genesis));
    return new DeploymentCost(
        codeGas,
        proxyGas,
        sender.gasPrice(),
        new DataFee(chain)
            .of(
                List.of(
                    sender.draft(Optional.empty(), code, codeGas),
                    sender.draft(Optional.empty(), proxy, proxyGas))),
        sender.balance());
  }

  private static long proxyGas(Bytes data, Genesis genesis) {
    long gas = PROXY_GAS;
    for (byte each : data.unsafeArray()) {
      gas += each == 0 ? ZERO_BYTE_GAS : BYTE_GAS;
    }
    for (OperatorEntry operator : genesis.operators()) {
      gas += OPERATOR_GAS + WORD_GAS * words(operator.data().size());
    }
    return gas;
  }

  /** Up to 31 bytes share a word with their length, which belongs to the operator's own. */
  private static long words(int sizeBytes) {
    return sizeBytes < WORD_SIZE_BYTES ? 0 : Math.ceilDiv(sizeBytes, WORD_SIZE_BYTES);
  }

  @Override
  public OperatorId deploy(Genesis genesis) {
    checkOwner(genesis);
    OperatorId implementation =
        created(sender.submit(Optional.empty(), ContractArtifact.implementation()));
    try {
      return created(
          sender.submit(Optional.empty(), ContractArtifact.proxy(implementation, genesis)));
    } catch (CallNotMade fault) {
      throw new CallNotMade(
          "the code is on the chain, at "
              + implementation
              + ", but no contract of it: "
              + fault.getMessage(),
          fault);
    }
  }

  private void checkOwner(Genesis genesis) {
    if (!genesis.owner().equals(account())) {
      throw new IllegalArgumentException(
          "who deploys owns: expected the owner " + account() + ", got " + genesis.owner());
    }
  }

  private static OperatorId created(JsonNode receipt) {
    return OperatorId.parse(receipt.path("contractAddress").asText());
  }

  @Override
  public void close() {
    chain.close();
  }
}
