package network.wcn.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.client.wiring.QuicTransports;
import network.wcn.domain.Bytes;
import network.wcn.domain.client.RetryPolicy;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.port.rpc.LinkSettings;
import network.wcn.port.rpc.Priority;
import network.wcn.port.rpc.RpcTransport;
import network.wcn.wire.encryption.ValueCipher;
import network.wcn.wire.onchain.OnChainData;

/**
 * What a client needs to know, with defaults for the rest.
 *
 * <p>Needed: a {@linkplain #secretKey key} and one {@linkplain #bootstrap bootstrap node} or more.
 * With a {@linkplain #contractData cluster key} the client learns all nodes from the network and
 * follows their changes; without one it asks the bootstrap nodes only.
 */
public final class WcnClientBuilder {
  private final List<ClientNode> bootstrap = new ArrayList<>();
  private final Set<OperatorId> trusted = new HashSet<>();
  private final Set<OperatorId> ignored = new HashSet<>();
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration idleTimeout = Duration.ofSeconds(2);
  private Duration reconnectInterval = Duration.ofMillis(100);
  private int maxConcurrentOperations = 10_000;
  private Optional<RpcTransport> transport = Optional.empty();
  private Optional<SecretKey> secretKey = Optional.empty();
  private Optional<ContractDataReader> contractData = Optional.empty();
  private Optional<ValueCipher> cipher = Optional.empty();
  private AttemptObserver observer = (_, _, _, _) -> {};

  WcnClientBuilder() {}

  /** The client's identity, which operators list with the namespaces it may use. */
  public WcnClientBuilder secretKey(SecretKey key) {
    secretKey = Optional.of(key);
    return this;
  }

  /** A node to begin with; several make the start surer. */
  public WcnClientBuilder bootstrap(ClientNode... nodes) {
    bootstrap.addAll(List.of(nodes));
    return this;
  }

  /** The key of the nodes' addresses: lets the client find every node of the network. */
  public WcnClientBuilder clusterKey(ClusterKey key) {
    return contractData(new OnChainData(key));
  }

  WcnClientBuilder contractData(ContractDataReader reader) {
    contractData = Optional.of(reader);
    return this;
  }

  /** Operators whose nodes may tell who belongs to the network; all if none is named. */
  public WcnClientBuilder trust(OperatorId... operators) {
    trusted.addAll(List.of(operators));
    return this;
  }

  /** Operators whose nodes are never asked. */
  public WcnClientBuilder ignore(OperatorId... operators) {
    ignored.addAll(List.of(operators));
    return this;
  }

  /** How long an operation may take, attempts and pauses together; 10 seconds if not set. */
  public WcnClientBuilder operationTimeout(Duration timeout) {
    retryPolicy = retryPolicy.withOperationTimeout(timeout);
    return this;
  }

  /** How many more requests one operation may send after its first, 0 or more; 9 if not set. */
  public WcnClientBuilder maxRetries(int retries) {
    retryPolicy = retryPolicy.withMaxAttempts(Math.addExact(retries, 1));
    return this;
  }

  /** How long {@link #connect} may take; 5 seconds if not set. */
  public WcnClientBuilder connectTimeout(Duration timeout) {
    connectTimeout = timeout;
    return this;
  }

  /** How many operations may be under way, more fail at once; 10,000 if not set. */
  public WcnClientBuilder maxConcurrentOperations(int count) {
    maxConcurrentOperations = count;
    return this;
  }

  /** Encrypts values under a key derived from {@code secret}, which nodes never see. */
  public WcnClientBuilder encryptValues(Bytes secret) {
    cipher = Optional.of(ValueCipher.ofSecret(secret));
    return this;
  }

  /** Is told how every request ended. */
  public WcnClientBuilder observer(AttemptObserver attemptObserver) {
    observer = attemptObserver;
    return this;
  }

  /** How calls travel, instead of QUIC with {@link #secretKey}; closed with the client. */
  public WcnClientBuilder transport(RpcTransport rpcTransport) {
    transport = Optional.of(rpcTransport);
    return this;
  }

  /**
   * Connects and waits until a node accepted us.
   *
   * @throws IllegalStateException if there is no key or no bootstrap node
   * @throws OperationFailed of kind {@link OperationFailed.Kind#NO_NODE} if none did in time
   */
  public WcnClient connect() {
    if (bootstrap.isEmpty()) {
      throw new IllegalStateException("a client needs a bootstrap node, none was given");
    }
    WcnClient client =
        new WcnClient(
            new ClientSettings(
                retryPolicy,
                connectTimeout,
                linkSettings(),
                trusted,
                ignored,
                cipher,
                observer,
                maxConcurrentOperations),
            openTransport());
    if (contractData.isPresent()) {
      client.followCluster(bootstrap, contractData.get());
    } else {
      client.useOnly(bootstrap);
    }
    return client;
  }

  private LinkSettings linkSettings() {
    return new LinkSettings(
        Duration.ofSeconds(2),
        reconnectInterval,
        maxConcurrentOperations,
        idleTimeout,
        Priority.HIGH);
  }

  private RpcTransport openTransport() {
    if (transport.isPresent()) {
      return transport.get();
    }
    return QuicTransports.open(
        secretKey.orElseThrow(
            () -> new IllegalStateException("a client needs a secret key, none was given")));
  }
}
