package network.wcn.app.node;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.base.metrics.PeerLabels;
import network.wcn.domain.api.Api;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.LinkTarget;

/**
 * Everything that can be set of a node.
 *
 * @param secretKey this node's identity
 * @param primaryPort UDP, 0 for any free one
 * @param secondaryPort UDP, 0 for any free one
 * @param metricsPort TCP, 0 for any free one
 * @param maxIdleConnectionTimeout of the servers; zero for never
 * @param database the operator's own database
 * @param chain where the cluster's contract is
 * @param publicAddress nodes listed at it are dialled at 127.0.0.1
 * @param health when the node takes itself for cut off
 * @param peerLabels how much metrics tell about peers
 * @param shutdownGrace how long a signal waits for what runs
 * @see "protocol/surface.md section 1"
 */
public record NodeSettings(
    SecretKey secretKey,
    int primaryPort,
    int secondaryPort,
    int metricsPort,
    Duration maxIdleConnectionTimeout,
    Database database,
    Chain chain,
    Optional<Inet4Address> publicAddress,
    Health health,
    PeerLabels peerLabels,
    Duration shutdownGrace) {

  /** The operator's own database. */
  public record Database(Inet4Address address, PeerId peerId, int primaryPort, int secondaryPort) {
    private static Database from(Environment in) {
      return new Database(
          in.required("DATABASE_RPC_SERVER_ADDRESS", Kind.IPV4_ADDRESS),
          in.required("DATABASE_PEER_ID", Kind.PEER_ID),
          in.required("DATABASE_PRIMARY_RPC_SERVER_PORT", Kind.PORT),
          in.required("DATABASE_SECONDARY_RPC_SERVER_PORT", Kind.PORT));
    }

    /** Returns where {@code api} is reached for operations. */
    public LinkTarget primary(Api api) {
      return new LinkTarget(peerId, new InetSocketAddress(address, primaryPort), api);
    }

    /** Returns where {@code api} is reached for bulk transfers and metrics. */
    public LinkTarget secondary(Api api) {
      return new LinkTarget(peerId, new InetSocketAddress(address, secondaryPort), api);
    }
  }

  /**
   * How the cluster's contract is followed.
   *
   * @param settings where it is; with an account on one node per operator, which then runs
   *     migrations
   * @param pollInterval how often the contract's version is read, events or not
   */
  public record Chain(ChainSettings settings, ClusterKey encryptionKey, Duration pollInterval) {
    private static Chain from(Environment in) {
      return new Chain(
          ChainSettings.from(in),
          in.required("SMART_CONTRACT_ENCRYPTION_KEY", Kind.CLUSTER_KEY),
          in.optional("VIEW_POLL_INTERVAL_SECS", Kind.SECONDS, Duration.ofSeconds(60)));
    }
  }

  /**
   * When the node takes itself for cut off.
   *
   * @param viewMaxAge after which a view that could not be confirmed is stale
   * @param isolationGrace how long most of the others may be out of reach
   */
  public record Health(Duration viewMaxAge, Duration isolationGrace) {
    private static Health from(Environment in) {
      return new Health(
          in.optional("VIEW_MAX_AGE_SECS", Kind.SECONDS, Duration.ofSeconds(1800)),
          in.optional("ISOLATION_GRACE_SECS", Kind.SECONDS, Duration.ofSeconds(10)));
    }
  }

  /**
   * Reads the settings.
   *
   * @throws network.wcn.app.base.environment.ConfigurationProblems if anything is wrong, with all
   *     of it
   */
  public static NodeSettings from(Map<String, String> variables) {
    Environment in = new Environment(variables);
    return in.finish(
        new NodeSettings(
            in.required("SECRET_KEY", Kind.SECRET_KEY),
            in.required("PRIMARY_RPC_SERVER_PORT", Kind.PORT),
            in.required("SECONDARY_RPC_SERVER_PORT", Kind.PORT),
            in.required("METRICS_SERVER_PORT", Kind.PORT),
            in.optional("MAX_IDLE_CONNECTION_TIMEOUT_MS", Kind.MILLIS, Duration.ofMillis(500)),
            Database.from(in),
            Chain.from(in),
            in.optional("PUBLIC_ADDRESS", Kind.IPV4_ADDRESS),
            Health.from(in),
            in.optional("METRICS_PEER_LABELS", Kind.oneOf(PeerLabels.class), PeerLabels.NONE),
            in.optional("SHUTDOWN_GRACE_SECS", Kind.SECONDS, Duration.ofSeconds(60))));
  }
}
