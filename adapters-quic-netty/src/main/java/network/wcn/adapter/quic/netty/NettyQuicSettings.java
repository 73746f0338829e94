package network.wcn.adapter.quic.netty;

import java.time.Duration;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.time.Ticker;
import network.wcn.wire.handshake.FrameHeader;

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
 * @param unsentAnswerBytes how much may wait of answers that cannot be sent yet, of all connections
 *     together; half of it of each one. Beyond that, answers are dropped
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
    long unsentAnswerBytes,
    PeerLabels peerLabels,
    Metrics metrics,
    Ticker ticker) {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(5);
  private static final int HEAP_SHARE_OF_UNSENT = 3;

  /** Four of the largest answers. */
  private static final long LEAST_UNSENT_BYTES = 4L * FrameHeader.MAX_PAYLOAD_BYTES;

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

  /** Returns the defaults: one thread, shared streams, a third of the heap, no metrics. */
  public static NettyQuicSettings of(SecretKey identity) {
    return new NettyQuicSettings(
        identity,
        1,
        true,
        IDLE_TIMEOUT,
        PING_INTERVAL,
        Math.max(LEAST_UNSENT_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_UNSENT),
        PeerLabels.HIDDEN,
        Metrics.none(),
        Ticker.system());
  }

  /** Returns these settings with another number of threads. */
  public NettyQuicSettings withEventLoopThreads(int count) {
    return new NettyQuicSettings(
        identity,
        count,
        sharedStreams,
        idleTimeout,
        pingInterval,
        unsentAnswerBytes,
        peerLabels,
        metrics,
        ticker);
  }

  /** Returns these settings with or without shared streams. */
  public NettyQuicSettings withSharedStreams(boolean shared) {
    return new NettyQuicSettings(
        identity,
        eventLoopThreads,
        shared,
        idleTimeout,
        pingInterval,
        unsentAnswerBytes,
        peerLabels,
        metrics,
        ticker);
  }

  /** Returns these settings with the metrics of a process. */
  public NettyQuicSettings withMetrics(Metrics kept, PeerLabels labels) {
    return new NettyQuicSettings(
        identity,
        eventLoopThreads,
        sharedStreams,
        idleTimeout,
        pingInterval,
        unsentAnswerBytes,
        labels,
        kept,
        ticker);
  }

  /** Returns these settings with another limit of unsent answers, in bytes. */
  public NettyQuicSettings withUnsentAnswerBytes(long limit) {
    return new NettyQuicSettings(
        identity,
        eventLoopThreads,
        sharedStreams,
        idleTimeout,
        pingInterval,
        limit,
        peerLabels,
        metrics,
        ticker);
  }
}
