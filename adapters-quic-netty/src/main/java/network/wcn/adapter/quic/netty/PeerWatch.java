package network.wcn.adapter.quic.netty;

import java.util.concurrent.TimeUnit;

/**
 * Notices that a peer from which something is expected has fallen silent.
 *
 * <p>Expected is an answer to a call or to a ping. After 90 ms without a packet the peer is pinged,
 * after 250 ms it is suspected until a packet comes, and in the end it is given up. Time in which
 * this process itself did not run does not count. While nothing is expected nothing ticks. Only for
 * use on the event loop.
 */
final class PeerWatch extends DeadlineWheel.Entry {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(90);
  private static final long SUSPICION_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A timer that is later than that says that this process was held up, not the peer. */
  private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** The connection that is watched. */
  interface Watched {
    /** Returns whether calls are under way. */
    boolean expectsAnswers();

    void ping();

    void suspected();

    void trustedAgain();

    void givenUp();
  }

  private final DeadlineWheel wheel;
  private final Watched watched;
  private final long patienceNanos;
  private long lastHeardNanos;
  private long expectingSinceNanos;
  private long nextLookNanos;
  private boolean expectsPong;
  private boolean isSuspected;

  /**
   * @param patienceNanos silence after which the peer is given up
   */
  PeerWatch(DeadlineWheel wheel, Watched watched, long patienceNanos) {
    this.wheel = wheel;
    this.watched = watched;
    this.patienceNanos = patienceNanos;
    this.lastHeardNanos = wheel.nanos();
  }

  /** Takes note that packets came. */
  void heard() {
    lastHeardNanos = wheel.nanos();
    expectsPong = false;
    if (isSuspected) {
      isSuspected = false;
      watched.trustedAgain();
    }
  }

  /** Takes note that something is expected from now on. */
  void expecting() {
    if (!isWaiting()) {
      expectingSinceNanos = wheel.nanos();
      lookAt(expectingSinceNanos + PERIOD_NANOS);
    }
  }

  /** Pings the peer if it was silent for {@code nanos}. */
  void pingIfSilentFor(long nanos) {
    if (wheel.nanos() - lastHeardNanos >= nanos) {
      ping();
      expecting();
    }
  }

  void stop() {
    wheel.remove(this);
  }

  private void ping() {
    expectsPong = true;
    watched.ping();
  }

  @Override
  void expired() {
    if (!expectsPong && !watched.expectsAnswers()) {
      return;
    }
    long now = wheel.nanos();
    if (now - nextLookNanos > HELD_UP_NANOS) {
      expectingSinceNanos = now;
    }
    long heardOrExpected =
        lastHeardNanos - expectingSinceNanos > 0 ? lastHeardNanos : expectingSinceNanos;
    long silence = now - heardOrExpected;
    if (silence >= patienceNanos) {
      watched.givenUp();
      return;
    }
    if (silence >= SUSPICION_NANOS && !isSuspected) {
      isSuspected = true;
      watched.suspected();
    }
    if (silence >= PING_NANOS) {
      ping();
    }
    lookAt(now + PERIOD_NANOS);
  }

  private void lookAt(long nanos) {
    nextLookNanos = nanos;
    wheel.add(this, nanos);
  }
}
