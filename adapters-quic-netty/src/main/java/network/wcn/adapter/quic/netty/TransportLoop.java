package network.wcn.adapter.quic.netty;

import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import network.wcn.port.time.Ticker;

/** One event loop with what its connections share: deadlines, and one flush for each round. */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class TransportLoop {
  private static final Logger LOG = System.getLogger(TransportLoop.class.getName());

  /** Something that collects writes until the loop has read all there is to read. */
  interface Flushable {
    /** Writes what was collected; called on the event loop. */
    void flushCollected();
  }

  private final EventLoop eventLoop;
  private final DeadlineWheel wheel;
  private List<Flushable> dirty = new ArrayList<>();
  private List<Flushable> flushing = new ArrayList<>();
  private final Runnable flush = this::flush;

  TransportLoop(EventLoop eventLoop, Ticker ticker) {
    this.eventLoop = eventLoop;
    this.wheel = new DeadlineWheel(eventLoop, ticker);
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  DeadlineWheel wheel() {
    return wheel;
  }

  boolean isCurrent() {
    return eventLoop.inEventLoop();
  }

  /** Flushes {@code flushable} once the loop has nothing else at hand; only on the event loop. */
  void flushSoon(Flushable flushable) {
    if (dirty.isEmpty()) {
      eventLoop.execute(flush);
    }
    dirty.add(flushable);
  }

  private void flush() {
    List<Flushable> due = dirty;
    dirty = flushing;
    flushing = due;
    for (int i = 0; i < due.size(); i++) {
      try {
        due.get(i).flushCollected();
      } catch (RuntimeException | OutOfMemoryError e) {
        // The others, and all later ones, are still to be flushed.
        LOG.log(Level.ERROR, "writing what was collected failed", e);
      }
    }
    due.clear();
  }
}
