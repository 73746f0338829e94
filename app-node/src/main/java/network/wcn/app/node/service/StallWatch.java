package network.wcn.app.node.service;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.time.Ticker;

/**
 * Breaks off streams whose other end has neither sent nor taken a frame for too long, although its
 * connection lives. Only time spent waiting for that end counts. Safe for use by many threads.
 */
final class StallWatch {
  private final Duration patience;
  private final Ticker ticker;
  private final Set<Watched> streams = ConcurrentHashMap.newKeySet();

  StallWatch(Duration patience, Ticker ticker) {
    this.patience = patience;
    this.ticker = ticker;
  }

  /** Returns {@code stream} under watch, until it is closed. */
  FrameStream watch(FrameStream stream) {
    Watched watched = new Watched(stream);
    streams.add(watched);
    return watched;
  }

  /** Closes every stream that stalls, which whoever waits on it hears of; call it now and then. */
  void breakStalled() {
    long now = ticker.nanos();
    streams.stream().filter(stream -> stream.isStalled(now)).forEach(Watched::close);
  }

  /** A stream, and since when somebody waits on it; one thread uses it. */
  private final class Watched implements FrameStream {
    private final FrameStream stream;
    private volatile boolean isWaiting;
    private volatile long sinceNanos;

    Watched(FrameStream stream) {
      this.stream = stream;
    }

    boolean isStalled(long nowNanos) {
      return isWaiting && nowNanos - sinceNanos > patience.toNanos();
    }

    private void begin() {
      sinceNanos = ticker.nanos();
      isWaiting = true;
    }

    @Override
    public void send(Bytes frame) {
      begin();
      stream.send(frame);
      isWaiting = false;
    }

    @Override
    public Optional<Bytes> receive() {
      begin();
      Optional<Bytes> frame = stream.receive();
      isWaiting = false;
      return frame;
    }

    @Override
    public boolean canSend() {
      return stream.canSend();
    }

    @Override
    public void finish() {
      stream.finish();
    }

    @Override
    public void close() {
      streams.remove(this);
      stream.close();
    }
  }
}
