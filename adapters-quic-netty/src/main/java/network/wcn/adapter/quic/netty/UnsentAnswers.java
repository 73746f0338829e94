package network.wcn.adapter.quic.netty;

import java.util.concurrent.atomic.AtomicLong;
import network.wcn.port.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of answers wait until they can be sent: on one connection, or on all of a
 * transport.
 *
 * <p>An answer is counted from the moment a service gives it, on any thread, until QUIC has taken
 * its last byte. Small ones are counted together with others when they are written, so that most
 * calls cost nothing here; until then the limit of calls bounds them. Half of what all connections
 * may have is what one may have: one slow reader leaves room for the others.
 */
final class UnsentAnswers {
  /** Answers up to this size are not counted one by one. */
  static final int SMALL_BYTES = 4 * 1024;

  private static final int CONNECTIONS_TO_FILL_ALL = 2;

  /** What makes a connection's requests wait leaves room for the answers to calls that run. */
  private static final int PARTS_BEFORE_PAUSE = 4;

  private static final long MOST_BEFORE_PAUSE_BYTES = 16 << 20;

  private final @Nullable UnsentAnswers all;
  private final long limit;
  private final Metrics.@Nullable Counter dropped;
  private final AtomicLong bytes = new AtomicLong();

  private UnsentAnswers(
      @Nullable UnsentAnswers all, long limit, Metrics.@Nullable Counter dropped) {
    this.all = all;
    this.limit = limit;
    this.dropped = dropped;
  }

  /** Returns the count of a transport. */
  static UnsentAnswers ofTransport(long limit) {
    return new UnsentAnswers(null, limit, null);
  }

  /**
   * Returns the count of a connection, which this includes.
   *
   * @param answersDropped counts what there is no room for
   */
  UnsentAnswers ofConnection(Metrics.Counter answersDropped) {
    return new UnsentAnswers(this, limit / CONNECTIONS_TO_FILL_ALL, answersDropped);
  }

  long bytes() {
    return bytes.get();
  }

  /** Returns whether there is room; an answer that finds some may take more than is left. */
  boolean hasRoom() {
    return bytes.get() < limit && (all == null || all.hasRoom());
  }

  /** Returns how much of a connection may wait while its requests are still read. */
  long pauseBytes() {
    return Math.min(limit / PARTS_BEFORE_PAUSE, MOST_BEFORE_PAUSE_BYTES);
  }

  /** Counts an answer that was given, unless there is no room: then it is dropped, and false. */
  boolean tryAdd(int size) {
    if (size <= SMALL_BYTES) {
      return true;
    }
    if (!hasRoom()) {
      if (dropped != null) {
        dropped.increment();
      }
      return false;
    }
    add(size);
    return true;
  }

  /** Counts what {@link #tryAdd} did not, or takes back, if negative, what either has counted. */
  void add(long size) {
    if (size != 0) {
      bytes.addAndGet(size);
      if (all != null) {
        all.add(size);
      }
    }
  }

  /** Returns what {@link #tryAdd} counts for an answer of this size. */
  static int counted(int size) {
    return size <= SMALL_BYTES ? 0 : size;
  }
}
