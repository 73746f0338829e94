package network.wcn.adapter.quic.netty;

import java.time.Duration;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;

/**
 * What a {@link NettyQuicTransport} is made of; {@link #of} has defaults for all but the identity.
 *
 * @param identity the key that every server and link of the transport proves
 * @param eventLoopThreads threads that do all the work; 1 suits a process of a few cores, since
 *     then whole operations run without a hand-off
 * @param sharedStreams whether many calls share one stream where the peer can do so too
 * @param idleTimeout the shortest idle timeout that is announced, whatever servers and links are
 *     set to: a peer that wants less announces less. Must be well above {@code pingInterval}
 * @param pingInterval pause after which a silent link proves that it lives
 * @param peerLabels whether metrics tell peers apart
 * @param metrics where calls and connections are counted
 * @param ticker the clock that deadlines refer to
 */
public record NettyQuicSettings(
    SecretKey identity,
    int eventLoopThreads,
    boolean sharedStreams,
    Duration idleTimeout,
    Duration pingInterval,
    PeerLabels peerLabels,
    Metrics metrics,
    Ticker ticker) {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

  public NettyQuicSettings {
    if (eventLoopThreads < 1) {
      throw new IllegalArgumentException(
          "there must be an event loop thread, got " + eventLoopThreads);
    }
    if (pingInterval.multipliedBy(2).compareTo(idleTimeout) > 0) {
      throw new IllegalArgumentException(
          "pings every %s do not keep a connection with an idle timeout of %s alive"
              .formatted(pingInterval, idleTimeout));
    }
  }

  /** Returns the defaults: one thread, shared streams, no metrics. */
  public static NettyQuicSettings of(SecretKey identity) {
    return new NettyQuicSettings(
        identity,
        1,
        true,
        IDLE_TIMEOUT,
        PING_INTERVAL,
        PeerLabels.HIDDEN,
        Metrics.none(),
        Ticker.system());
  }

  /** Returns these settings with another number of threads. */
  public NettyQuicSettings withEventLoopThreads(int count) {
    return new NettyQuicSettings(
        identity, count, sharedStreams, idleTimeout, pingInterval, peerLabels, metrics, ticker);
  }

  /** Returns these settings with or without shared streams. */
  public NettyQuicSettings withSharedStreams(boolean shared) {
    return new NettyQuicSettings(
        identity, eventLoopThreads, shared, idleTimeout, pingInterval, peerLabels, metrics, ticker);
  }

  /** Returns these settings with the metrics of a process. */
  public NettyQuicSettings withMetrics(Metrics kept, PeerLabels labels) {
    return new NettyQuicSettings(
        identity, eventLoopThreads, sharedStreams, idleTimeout, pingInterval, labels, kept, ticker);
  }
}
