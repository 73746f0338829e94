package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.cluster.CallReceipt;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;

/**
 * The cluster contract on an EVM chain.
 *
 * <p>The chain is reached through several providers, which may fail, lag, or answer nonsense. The
 * contract's version, read every few seconds, is the truth; logs and notifications are hints. Calls
 * of one key go out one after another in this process, and give way to those of other processes.
 *
 * @see "protocol/wire.md section 10"
 */
public final class EvmClusterContract implements ClusterContract {
  private final EvmSettings settings;
  private final OperatorId contract;
  private final Optional<ChainSigner> signer;
  private final Metrics metrics;
  private final Providers chain;
  private final ChainReader reader;
  private final Optional<TransactionSender> sender;
  private final Optional<BalanceWatch> balance;
  private final Set<EvmSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  private EvmClusterContract(
      EvmSettings settings,
      OperatorId contract,
      Optional<ChainSigner> signer,
      Metrics metrics,
      Ticker ticker) {
    this.settings = settings;
    this.contract = contract;
    this.signer = signer;
    this.metrics = metrics;
    this.chain =
        Providers.of(
            settings,
            Optional.of(contract),
            () -> subscriptions.forEach(EvmSubscription::hint),
            metrics);
    this.reader = new ChainReader(chain, contract, ticker, metrics);
    this.sender = signer.map(key -> new TransactionSender(chain, key, settings, metrics));
    this.balance = sender.map(account -> new BalanceWatch(account, metrics));
  }

  /**
   * Makes a connection; nothing is sent yet.
   *
   * @param contract the proxy's address
   * @param signer signs calls; without it the connection only reads
   */
  public static EvmClusterContract connect(
      EvmSettings settings, OperatorId contract, Optional<ChainSigner> signer, Metrics metrics) {
    return new EvmClusterContract(settings, contract, signer, metrics, Ticker.system());
  }

  @Override
  public ContractView view() {
    return reader.view();
  }

  @Override
  public BigInteger version() {
    return reader.version();
  }

  /** Returns how long ago the chain last told the contract's version. */
  public Duration age() {
    return reader.age();
  }

  /** Returns why the view may be too old to trust; empty while it is not. */
  public Optional<String> staleness() {
    Duration age = age();
    return age.compareTo(settings.viewAgeBound()) <= 0
        ? Optional.empty()
        : Optional.of(
            "the chain last told the version of "
                + contract
                + " "
                + age.toSeconds()
                + " s ago, more than "
                + settings.viewAgeBound().toSeconds()
                + " s");
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    // The block first: a change between the two is then found in a later block.
    long searchedTo = reader.head().number();
    EvmSubscription subscription =
        new EvmSubscription(
            reader,
            listener,
            reader.version(),
            searchedTo,
            settings.pollInterval(),
            metrics,
            subscriptions::remove);
    subscriptions.add(subscription);
    subscription.start();
    if (chain.isClosed()) {
      subscription.close();
    }
    return subscription;
  }

  @Override
  public Optional<OperatorId> signer() {
    return signer.map(ChainSigner::account);
  }

  @Override
  public CallReceipt submit(ContractCall call) {
    TransactionSender account =
        sender.orElseThrow(
            () -> new IllegalStateException("this connection has no key to sign " + call));
    JsonNode receipt = account.submit(Optional.of(contract), ContractAbi.encode(call));
    subscriptions.forEach(EvmSubscription::hint);
    return new CallReceipt(
        Optional.of(receipt.path("transactionHash").asText()),
        OptionalLong.of(Hex.small(receipt.path("gasUsed"))));
  }

  @Override
  public void close() {
    chain.close();
    balance.ifPresent(BalanceWatch::close);
    subscriptions.forEach(EvmSubscription::close);
  }
}
