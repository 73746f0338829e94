package network.wcn.adapter.evm;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * How the chain is used.
 *
 * @param providers asked in this order; {@code http}, {@code https}, {@code ws} or {@code wss}
 * @param chainId the chain that every provider must serve; empty takes that of the first to answer
 * @param pollInterval how often the version is read while somebody listens
 * @param requestTimeout how long one provider may take for one answer
 * @param viewAgeBound a view that was confirmed longer ago is called stale
 * @param transactionTimeout how long a call may take to become part of the chain
 * @param feeBumpAfter how long a transaction may hang before it is sent with a higher fee
 * @param confirmations how many blocks a call must be deep; 1 is its own block
 * @throws IllegalArgumentException if there is no provider, one has another scheme, or a number is
 *     not positive
 */
public record EvmSettings(
    List<URI> providers,
    OptionalLong chainId,
    Duration pollInterval,
    Duration requestTimeout,
    Duration viewAgeBound,
    Duration transactionTimeout,
    Duration feeBumpAfter,
    int confirmations) {
  private static final List<String> SCHEMES = List.of("http", "https", "ws", "wss");

  public EvmSettings {
    providers = List.copyOf(providers);
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least 1 provider, got none");
    }
    for (URI provider : providers) {
      if (provider.getHost() == null
          || provider.getScheme() == null
          || !SCHEMES.contains(provider.getScheme())) {
        throw new IllegalArgumentException(
            "a provider's URL begins with one of " + SCHEMES + " and has a host");
      }
    }
    for (Duration duration :
        List.of(pollInterval, requestTimeout, viewAgeBound, transactionTimeout, feeBumpAfter)) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("durations are positive, got " + duration);
      }
    }
    if (confirmations < 1) {
      throw new IllegalArgumentException("confirmations are at least 1, got " + confirmations);
    }
  }

  /** Returns what suits a public network with blocks every few seconds. */
  public static EvmSettings of(List<URI> providers) {
    return new EvmSettings(
        providers,
        OptionalLong.empty(),
        Duration.ofSeconds(4),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        Duration.ofSeconds(15),
        1);
  }

  public EvmSettings withChainId(long newChainId) {
    return new EvmSettings(
        providers,
        OptionalLong.of(newChainId),
        pollInterval,
        requestTimeout,
        viewAgeBound,
        transactionTimeout,
        feeBumpAfter,
        confirmations);
  }

  /** Returns the same with other times for reading. */
  public EvmSettings withReading(Duration newPollInterval, Duration newRequestTimeout) {
    return new EvmSettings(
        providers,
        chainId,
        newPollInterval,
        newRequestTimeout,
        viewAgeBound,
        transactionTimeout,
        feeBumpAfter,
        confirmations);
  }

  public EvmSettings withViewAgeBound(Duration newViewAgeBound) {
    return new EvmSettings(
        providers,
        chainId,
        pollInterval,
        requestTimeout,
        newViewAgeBound,
        transactionTimeout,
        feeBumpAfter,
        confirmations);
  }

  /** Returns the same with other rules for calls. */
  public EvmSettings withTransactions(
      Duration newTransactionTimeout, Duration newFeeBumpAfter, int newConfirmations) {
    return new EvmSettings(
        providers,
        chainId,
        pollInterval,
        requestTimeout,
        viewAgeBound,
        newTransactionTimeout,
        newFeeBumpAfter,
        newConfirmations);
  }
}
