package network.wcn.adapter.ledger;

import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.ContractView;
import network.wcn.port.cluster.CallReceipt;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.cluster.ClusterContract;
import network.wcn.port.cluster.ContractRefused;
import network.wcn.wire.account.AccountKey;

/**
 * The contract of a {@link LedgerService}, in this process or another one.
 *
 * <p>Safe for use by many threads. Reads and calls are repeated for three seconds while the service
 * does not answer; a call counts once however often it was sent.
 */
public final class LedgerContract implements ClusterContract {
  /** How often a call is signed anew because other processes made calls with the same key. */
  private static final int MOST_SIGNATURES = 50;

  private final LedgerLink link;
  private final Optional<AccountKey> key;
  private final Set<LedgerSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Calls are made one after another: each needs the nonce after that of the one before. */
  private final ReentrantLock submitting = new ReentrantLock();

  private LedgerContract(LedgerLink link, Optional<AccountKey> key) {
    this.link = link;
    this.key = key;
  }

  /**
   * Makes a connection; nothing is sent yet.
   *
   * @param provider {@code ledger+http://host:port}
   * @param contract the contract's address, as {@link LedgerService#contract()} tells
   * @param signer signs calls; without it the connection only reads
   * @throws IllegalArgumentException if {@code provider} has another form
   */
  public static LedgerContract connect(
      URI provider, OperatorId contract, Optional<AccountKey> signer) {
    boolean isPlain =
        provider.getPath() != null
            && provider.getPath().matches("/?")
            && provider.getQuery() == null
            && provider.getUserInfo() == null;
    if (!LedgerService.URL_SCHEME.equalsIgnoreCase(provider.getScheme())
        || provider.getHost() == null
        || provider.getPort() <= 0
        || !isPlain) {
      throw new IllegalArgumentException(
          "a ledger's URL is " + LedgerService.URL_SCHEME + "://host:port, got " + provider);
    }
    URI base = URI.create("http://" + provider.getHost() + ":" + provider.getPort());
    return new LedgerContract(new LedgerLink(base, contract), signer);
  }

  @Override
  public ContractView view() {
    return link.read("/v1/view", body -> ViewJson.read(body.object("view")));
  }

  @Override
  public BigInteger version() {
    return link.read("/v1/version", body -> body.number("version"));
  }

  @Override
  public Subscription subscribe(EventListener listener) {
    LedgerSubscription subscription =
        new LedgerSubscription(link, listener, version(), subscriptions::remove);
    subscriptions.add(subscription);
    subscription.start();
    if (link.isClosed()) {
      subscription.close();
    }
    return subscription;
  }

  @Override
  public Optional<OperatorId> signer() {
    return key.map(AccountKey::address);
  }

  @Override
  public CallReceipt submit(ContractCall call) {
    AccountKey account =
        key.orElseThrow(
            () -> new IllegalStateException("this connection has no key to sign " + call));
    submitting.lock();
    try {
      for (int i = 0; i < MOST_SIGNATURES; i++) {
        if (isSettled(account, call)) {
          return CallReceipt.BARE;
        }
      }
    } finally {
      submitting.unlock();
    }
    throw new ChainFault(
        "other processes kept making calls as "
            + account.address()
            + "; given up after "
            + MOST_SIGNATURES
            + " signatures");
  }

  /** Signs and sends a call; answers false if another process' call came between. */
  private boolean isSettled(AccountKey account, ContractCall call) {
    long nonce = link.read("/v1/accounts/" + account.address(), body -> body.u64("nonce"));
    SignedCall signed = SignedCall.sign(account, link.contract(), nonce, call);
    AtomicInteger sendings = new AtomicInteger();
    LedgerLink.Answer answer =
        link.patiently(() -> {
          sendings.incrementAndGet();
          return link.post("/v1/calls", signed);
        });
    return switch (answer.status()) {
      case LedgerHttp.OK -> true;
      case LedgerHttp.REFUSED -> throw refused(answer);
      case LedgerHttp.WRONG_NONCE -> {
        if (sendings.get() > 1) {
          throw new ChainFault(
              "the answer to a call of "
                  + account.address()
                  + " was lost, and another process made calls since: it may count or not");
        }
        yield false;
      }
      default -> throw answer.failure();
    };
  }

  private ContractRefused refused(LedgerLink.Answer answer) {
    return new ContractRefused(
        link.patiently(() -> CallJson.readRefusal(answer.body().object("refusal"))));
  }

  @Override
  public void close() {
    link.close();
    subscriptions.forEach(LedgerSubscription::close);
  }
}
