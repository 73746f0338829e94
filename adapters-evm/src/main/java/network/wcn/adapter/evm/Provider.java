package network.wcn.adapter.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import network.wcn.port.cluster.ChainFault;
import network.wcn.port.metrics.Metrics;
import network.wcn.wire.MalformedMessage;

/**
 * One provider, with a memory of how well it served.
 *
 * <p>Its chain is checked before anything else is asked, and again after each failure. While its
 * circuit is open it is asked only when nobody better is left.
 */
final class Provider implements AutoCloseable {
  private static final CircuitBreakerConfig CIRCUIT =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(6)
          .minimumNumberOfCalls(3)
          .failureRateThreshold(50)
          .permittedNumberOfCallsInHalfOpenState(1)
          .waitDurationInOpenState(Duration.ofSeconds(10))
          .build();

  private final String name;
  private final JsonRpc rpc;
  private final ChainIdentity identity;
  private final CircuitBreaker circuit;
  private final Metrics.Counter errors;
  private volatile boolean isVerified;

  Provider(URI url, JsonRpc rpc, ChainIdentity identity, Metrics metrics) {
    this.name = HttpRpc.name(url);
    this.rpc = rpc;
    this.identity = identity;
    this.circuit = CircuitBreaker.of(name, CIRCUIT);
    this.errors = metrics.counter("wcn_chain_provider_errors", "provider", name);
    metrics.gauge(
        "wcn_chain_provider_available",
        () -> circuit.getState() == CircuitBreaker.State.OPEN ? 0 : 1,
        "provider",
        name);
  }

  String name() {
    return name;
  }

  /** Returns whether this provider may be asked now; if so it must be. */
  boolean isAvailable() {
    return circuit.tryAcquirePermission();
  }

  /**
   * Asks once.
   *
   * @throws RpcError if the provider answers with an error
   * @throws ChainFault if it does not answer, nonsense, or serves another chain
   */
  <T> T ask(Function<JsonNode, T> decode, String method, Object... parameters) {
    long begin = System.nanoTime();
    try {
      if (!isVerified) {
        identity.verify(name, Hex.small(rpc.call("eth_chainId")));
        isVerified = true;
      }
      T answer = decode.apply(rpc.call(method, parameters));
      if (circuit.getState() == CircuitBreaker.State.OPEN) {
        circuit.transitionToClosedState();
      }
      circuit.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      return answer;
    } catch (RpcError refused) {
      if (refused.isRevert() || refused.isAboutTransaction()) {
        circuit.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      } else {
        failed(begin, refused);
      }
      throw refused;
    } catch (ChainFault fault) {
      failed(begin, fault);
      throw fault;
    } catch (MalformedMessage | IllegalArgumentException nonsense) {
      failed(begin, nonsense);
      throw new ChainFault(
          name + " answers nonsense to " + method + ": " + nonsense.getMessage(), nonsense);
    }
  }

  private void failed(long begin, RuntimeException reason) {
    isVerified = false;
    errors.increment();
    circuit.onError(System.nanoTime() - begin, TimeUnit.NANOSECONDS, reason);
  }

  @Override
  public void close() {
    rpc.close();
  }
}
