package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import network.wcn.domain.identity.OperatorId;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;

/**
 * Every way to the chain. The configured order counts: a later provider is asked when those before
 * it fail, and all are asked three times before a question is given up.
 */
final class Providers implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final double PAUSE_GROWTH = 3;

  private final List<Provider> providers;
  private final ChainIdentity identity;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final Retry retry;

  private Providers(List<Provider> providers, ChainIdentity identity) {
    this.providers = List.copyOf(providers);
    this.identity = identity;
    this.retry =
        Retry.of(
            "chain",
            RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE_MILLIS, PAUSE_GROWTH))
                .retryOnException(e -> e instanceof ChainFault && !isClosed.get())
                .build());
  }

  /**
   * Makes the ways; nothing is sent yet.
   *
   * @param watched WebSocket providers tell when this contract logs something
   * @param onNotification runs then; must not block
   */
  static Providers of(
      EvmSettings settings,
      Optional<OperatorId> watched,
      Runnable onNotification,
      Metrics metrics) {
    ChainIdentity identity = new ChainIdentity(settings.chainId());
    List<Provider> providers = new ArrayList<>();
    for (URI url : settings.providers()) {
      JsonRpc rpc =
          url.getScheme().startsWith("ws")
              ? new WebSocketRpc(url, settings.requestTimeout(), watched, onNotification)
              : new HttpRpc(url, settings.requestTimeout());
      providers.add(new Provider(url, rpc, identity, metrics));
    }
    return new Providers(providers, identity);
  }

  int count() {
    return providers.size();
  }

  /** Returns the chain's ID. */
  long chainId() {
    if (identity.id() < 0) {
      ask(Hex::small, "eth_chainId");
    }
    return identity.id();
  }

  /**
   * Asks until somebody answers.
   *
   * @param decode throws {@link network.wcn.wire.MalformedMessage} on nonsense, which counts as no
   *     answer
   * @throws RpcError if the contract refuses
   * @throws ChainFault if nobody answers; says what each provider did
   */
  <T> T ask(Function<JsonNode, T> decode, String method, Object... parameters) {
    return retry.executeSupplier(() -> askInTurn(0, decode, method, parameters));
  }

  /** Asks like {@link #ask}, beginning with another provider than the first. */
  <T> T askFrom(int first, Function<JsonNode, T> decode, String method, Object... parameters) {
    return retry.executeSupplier(() -> askInTurn(first, decode, method, parameters));
  }

  /**
   * Asks for something that has a version, and asks others when the answer is older than {@code
   * floor}; answers the newest if all of them are.
   */
  <T> T newest(
      BigInteger floor,
      Function<T, BigInteger> version,
      Function<JsonNode, T> decode,
      String method,
      Object... parameters) {
    T best = ask(decode, method, parameters);
    for (int i = 1; i < providers.size() && version.apply(best).compareTo(floor) < 0; i++) {
      T other = askFrom(i, decode, method, parameters);
      best = version.apply(other).compareTo(version.apply(best)) > 0 ? other : best;
    }
    return best;
  }

  private <T> T askInTurn(
      int first, Function<JsonNode, T> decode, String method, Object... parameters) {
    if (isClosed.get()) {
      throw new ChainFault("the connection to the chain is closed");
    }
    List<String> failures = new ArrayList<>();
    List<Provider> resting = new ArrayList<>();
    Optional<RuntimeException> last = Optional.empty();
    for (int i = 0; i < providers.size() + resting.size(); i++) {
      boolean isFresh = i < providers.size();
      Provider provider =
          isFresh
              ? providers.get((first + i) % providers.size())
              : resting.get(i - providers.size());
      if (isFresh && !provider.isAvailable()) {
        resting.add(provider);
        continue;
      }
      try {
        return provider.ask(decode, method, parameters);
      } catch (RpcError refused) {
        if (refused.isRevert()) {
          throw refused;
        }
        last = Optional.of(refused);
        failures.add(provider.name() + ": " + refused.getMessage());
      } catch (ChainFault fault) {
        last = Optional.of(fault);
        failures.add(String.valueOf(fault.getMessage()));
      }
    }
    ChainFault fault = new ChainFault("no provider answers " + method + ": " + failures);
    last.ifPresent(fault::initCause);
    throw fault;
  }

  /**
   * Sends a signed transaction through the first provider that takes or refuses it.
   *
   * @throws RpcError if a provider refuses it; those that did not answer before are suppressed in
   *     it
   * @throws ChainFault if none answers: it may have been taken or not
   */
  void send(String raw) {
    List<ChainFault> faults = new ArrayList<>();
    for (Provider provider : providers) {
      try {
        provider.ask(hash -> hash, "eth_sendRawTransaction", raw);
        return;
      } catch (RpcError refused) {
        faults.forEach(refused::addSuppressed);
        throw refused;
      } catch (ChainFault fault) {
        faults.add(fault);
      }
    }
    throw new ChainFault(
        "no provider takes a transaction: " + faults.stream().map(Throwable::getMessage).toList());
  }

  boolean isClosed() {
    return isClosed.get();
  }

  @Override
  public void close() {
    if (!isClosed.getAndSet(true)) {
      providers.forEach(Provider::close);
    }
  }
}
