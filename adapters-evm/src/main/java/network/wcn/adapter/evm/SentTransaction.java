package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.domain.Bytes;
import network.wcn.port.cluster.CallNotMade;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.account.Keccak256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One nonce on its way into the chain, in one or more versions that differ in fees.
 *
 * <p>At most one of them can become part of it. It is sent again while no provider confirmed that
 * it took it, with a higher fee when it hangs, and again when a reorganisation drops it.
 */
final class SentTransaction {
  private static final Logger log = LoggerFactory.getLogger(SentTransaction.class);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** How often a used nonce is seen without a receipt of ours before it counts as another's. */
  private static final int PATIENCE_WITHOUT_RECEIPT = 3;

  private final Providers chain;
  private final ChainSigner signer;
  private final EvmSettings settings;
  private final Metrics.Counter bumps;

  /** By hash, the signed versions, the latest last. */
  private final Map<String, String> versions = new LinkedHashMap<>();

  private UnsignedTransaction transaction;
  private boolean wasOffered;
  private boolean isTaken;
  private int sightingsWithoutReceipt;

  SentTransaction(
      Providers chain,
      ChainSigner signer,
      EvmSettings settings,
      UnsignedTransaction transaction,
      Metrics.Counter bumps) {
    this.chain = chain;
    this.signer = signer;
    this.settings = settings;
    this.transaction = transaction;
    this.bumps = bumps;
  }

  /**
   * Sends, and waits.
   *
   * @param fees what would be usual at the time it is asked
   * @return the receipt; empty if another transaction took the nonce, so that this never counts
   * @throws CallNotMade if it cannot be signed, or every provider refuses it at once
   * @throws ChainFault if the time is over: it may count later
   */
  Optional<JsonNode> send(Supplier<UnsignedTransaction.Fees> fees) {
    String latest = signFirst();
    if (!isOffered(latest)) {
      return receipt();
    }
    long begin = System.nanoTime();
    long bumpAt = begin + settings.feeBumpAfter().toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    Optional<ChainFault> outage = Optional.empty();
    while (System.nanoTime() - begin < settings.transactionTimeout().toNanos()) {
      pause(pauseMillis);
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
      try {
        Optional<JsonNode> receipt = receipt();
        if (receipt.isPresent() && isDeepEnough(receipt.get())) {
          return receipt;
        }
        if (receipt.isEmpty() && isNonceOfAnother()) {
          return Optional.empty();
        }
        if (System.nanoTime() >= bumpAt && receipt.isEmpty()) {
          bumpAt = System.nanoTime() + settings.feeBumpAfter().toNanos();
          transaction = transaction.withFees(transaction.fees().bumped().max(fees.get()));
          bumps.increment();
          log.atInfo().addKeyValue("nonce", transaction.nonce()).log("Raising a hanging fee");
          latest = sign();
          isTaken = false;
        }
        if (!isTaken) {
          boolean _ = isOffered(latest);
        }
        outage = Optional.empty();
      } catch (ChainFault fault) {
        outage = Optional.of(fault);
        if (chain.isClosed()) {
          break;
        }
      }
    }
    ChainFault late =
        new ChainFault(
            "transaction "
                + versions.keySet()
                + " of nonce "
                + transaction.nonce()
                + " is not part of the chain after "
                + settings.transactionTimeout().toSeconds()
                + " s; it may still become part of it");
    outage.ifPresent(late::initCause);
    throw late;
  }

  private String signFirst() {
    try {
      return sign();
    } catch (ChainFault fault) {
      throw CallNotMade.before(fault);
    }
  }

  private String sign() {
    Bytes signed = signer.sign(transaction);
    String raw = Hex.of(signed);
    versions.put(Hex.of(Keccak256.hash(signed)), raw);
    return raw;
  }

  /** Offers a version to the chain; answers false if the nonce is another transaction's. */
  private boolean isOffered(String raw) {
    boolean isFirst = !wasOffered;
    wasOffered = true;
    try {
      chain.send(raw);
      isTaken = true;
      return true;
    } catch (RpcError error) {
      if (error.says("already known")
          || error.says("already imported")
          || error.says("known transaction")) {
        isTaken = true;
        return true;
      }
      if (error.says("nonce") || error.says("underpriced")) {
        // Among several versions that is no news: an earlier one holds the place.
        isTaken = true;
        return versions.size() > 1;
      }
      ChainFault refused =
          new ChainFault(
              "the chain does not take a transaction of "
                  + signer.account()
                  + ": "
                  + error.getMessage(),
              error);
      // Providers that did not answer before this one are its suppressed faults, and may have it.
      throw isFirst && error.getSuppressed().length == 0 ? CallNotMade.before(refused) : refused;
    } catch (ChainFault unknown) {
      log.atWarn().setCause(unknown).log("No provider said that it took a transaction");
      return true;
    }
  }

  private Optional<JsonNode> receipt() {
    for (String hash : versions.keySet()) {
      JsonNode receipt = chain.ask(answer -> answer, "eth_getTransactionReceipt", hash);
      if (receipt.hasNonNull("blockNumber")) {
        return Optional.of(receipt);
      }
    }
    return Optional.empty();
  }

  private boolean isDeepEnough(JsonNode receipt) {
    if (settings.confirmations() == 1) {
      return true;
    }
    long head = chain.ask(Hex::small, "eth_blockNumber");
    return head - Hex.small(receipt.path("blockNumber")) + 1 >= settings.confirmations();
  }

  private boolean isNonceOfAnother() {
    BigInteger next =
        chain.ask(Hex::number, "eth_getTransactionCount", signer.account().toString(), "latest");
    boolean isUsed = next.compareTo(transaction.nonce()) > 0;
    sightingsWithoutReceipt = isUsed ? sightingsWithoutReceipt + 1 : 0;
    // A reorganisation may have dropped what a provider took: then it is offered again.
    isTaken = isTaken && (isUsed || isPending());
    return sightingsWithoutReceipt >= PATIENCE_WITHOUT_RECEIPT;
  }

  private boolean isPending() {
    for (String hash : versions.keySet()) {
      if (!chain.ask(answer -> answer, "eth_getTransactionByHash", hash).isNull()) {
        return true;
      }
    }
    return false;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainFault("interrupted while a transaction was on its way", e);
    }
  }
}
