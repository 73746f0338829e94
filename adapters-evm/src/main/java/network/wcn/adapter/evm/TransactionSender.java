package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractRefusal;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.port.metrics.Metrics;

/**
 * Makes calls as one account, one after another, and waits until each is part of the chain.
 *
 * <p>The chain estimates a call first, which is where most refusals come from. Then it gets the
 * next nonce. When another process takes that nonce, the call is estimated again, since it may have
 * been made by now, and gets a new one; only then, so that nothing is made twice.
 */
final class TransactionSender {
  private static final int MOST_NONCES = 20;
  private static final BigInteger MARGIN_PERCENT = BigInteger.valueOf(125);
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger MARGIN_GAS = BigInteger.valueOf(10_000);

  private final Providers chain;
  private final ChainSigner signer;
  private final EvmSettings settings;
  private final Metrics.Counter accepted;
  private final Metrics.Counter refused;
  private final Metrics.Counter failed;
  private final Metrics.Counter conflicts;
  private final Metrics.Counter bumps;

  TransactionSender(Providers chain, ChainSigner signer, EvmSettings settings, Metrics metrics) {
    this.chain = chain;
    this.signer = signer;
    this.settings = settings;
    this.accepted = metrics.counter("wcn_chain_transactions", "outcome", "accepted");
    this.refused = metrics.counter("wcn_chain_transactions", "outcome", "refused");
    this.failed = metrics.counter("wcn_chain_transactions", "outcome", "failed");
    this.conflicts = metrics.counter("wcn_chain_nonce_conflicts");
    this.bumps = metrics.counter("wcn_chain_fee_bumps");
  }

  /** Returns what the account owns, in wei. */
  BigInteger balance() {
    return chain.ask(Hex::number, "eth_getBalance", account(), "latest");
  }

  /** Returns what a unit of gas costs now, in wei. */
  BigInteger gasPrice() {
    return chain.ask(Hex::number, "eth_gasPrice");
  }

  /**
   * Returns the gas that a call would take.
   *
   * @param to empty creates a contract
   * @throws ContractRefused if a rule of the contract forbids it
   */
  BigInteger gas(Optional<OperatorId> to, Bytes data) {
    try {
      return chain.ask(Hex::number, "eth_estimateGas", call(to, data));
    } catch (RpcError error) {
      throw translated(error);
    }
  }

  /**
   * Makes a call.
   *
   * @param to empty creates a contract
   * @return the receipt
   * @throws ContractRefused if a rule of the contract forbids it
   * @throws CallNotMade if the chain or the signer failed before anything was sent
   * @throws ChainFault if the chain does not answer: the call may have been made or not
   */
  JsonNode submit(Optional<OperatorId> to, Bytes data) {
    ReentrantLock queue = SigningQueues.of(chain.chainId(), signer.account());
    queue.lock();
    try {
      JsonNode receipt = submitInTurn(to, data);
      accepted.increment();
      return receipt;
    } catch (ContractRefused e) {
      refused.increment();
      throw e;
    } catch (ChainFault e) {
      failed.increment();
      throw e;
    } finally {
      queue.unlock();
    }
  }

  private JsonNode submitInTurn(Optional<OperatorId> to, Bytes data) {
    for (int i = 0; i < MOST_NONCES; i++) {
      SentTransaction sent =
          new SentTransaction(chain, signer, settings, prepared(to, data), bumps);
      Optional<JsonNode> receipt = sent.send(this::fees);
      if (receipt.isPresent()) {
        return checked(receipt.get(), to, data);
      }
      conflicts.increment();
    }
    throw new ChainFault(
        "other processes kept taking the nonces of "
            + signer.account()
            + "; given up after "
            + MOST_NONCES);
  }

  private UnsignedTransaction prepared(Optional<OperatorId> to, Bytes data) {
    try {
      return draft(to, data, gasLimit(to, data));
    } catch (ChainFault fault) {
      throw CallNotMade.before(fault);
    }
  }

  /** Returns the transaction that would be sent next, at the fees of the moment. */
  UnsignedTransaction draft(Optional<OperatorId> to, Bytes data, BigInteger gasLimit) {
    return new UnsignedTransaction(
        chain.chainId(),
        chain.ask(Hex::number, "eth_getTransactionCount", account(), "pending"),
        gasLimit,
        to,
        data,
        fees());
  }

  private BigInteger gasLimit(Optional<OperatorId> to, Bytes data) {
    return gas(to, data).multiply(MARGIN_PERCENT).divide(HUNDRED).add(MARGIN_GAS);
  }

  private UnsignedTransaction.Fees fees() {
    BigInteger base =
        chain.ask(
            block -> Hex.number(block.path("baseFeePerGas")),
            "eth_getBlockByNumber",
            "latest",
            false);
    BigInteger tip = chain.ask(Hex::number, "eth_maxPriorityFeePerGas").max(BigInteger.ONE);
    return new UnsignedTransaction.Fees(tip, base.shiftLeft(1).add(tip));
  }

  /** A transaction can still fail when others came between its estimate and its block. */
  private JsonNode checked(JsonNode receipt, Optional<OperatorId> to, Bytes data) {
    if (Hex.small(receipt.path("status")) == 1) {
      return receipt;
    }
    long block = Hex.small(receipt.path("blockNumber"));
    for (long state = Math.max(0, block - 1); state <= block; state++) {
      try {
        chain.ask(Hex::bytes, "eth_call", call(to, data), Hex.of(state));
      } catch (RpcError error) {
        throw translated(error);
      }
    }
    throw new ChainFault(
        "transaction "
            + receipt.path("transactionHash").asText()
            + " failed in block "
            + block
            + " without a reason, perhaps for lack of gas");
  }

  private static RuntimeException translated(RpcError error) {
    Optional<ContractRefusal> refusal = RefusalAbi.decode(error.revertData());
    return refusal.isPresent()
        ? new ContractRefused(refusal.get())
        : new ChainFault("the chain refuses a call: " + error.getMessage(), error);
  }

  private Map<String, Object> call(Optional<OperatorId> to, Bytes data) {
    Map<String, Object> call = new HashMap<>();
    call.put("from", account());
    to.ifPresent(contract -> call.put("to", contract.toString()));
    call.put("data", Hex.of(data));
    return call;
  }

  String account() {
    return signer.account().toString();
  }
}
