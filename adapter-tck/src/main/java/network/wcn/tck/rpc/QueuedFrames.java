package network.wcn.tck.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;

/** A stream whose other end has sent everything already, for one thread. */
public final class QueuedFrames implements FrameStream {
  private final Deque<Bytes> incoming;
  private final List<Bytes> sent = new ArrayList<>();
  private Runnable afterSending = () -> {};
  private int room = Integer.MAX_VALUE;
  private boolean isBroken;
  private boolean isFinished;
  private boolean isClosed;

  /** Makes a stream on which {@code incoming} can be received. */
  public QueuedFrames(List<Bytes> incoming) {
    this.incoming = new ArrayDeque<>(incoming);
  }

  /** Runs {@code action} after every frame that is sent from now on. */
  public void afterSending(Runnable action) {
    afterSending = action;
  }

  /** Takes so many frames and no more, as an end that gave up. */
  public QueuedFrames takingOnly(int frames) {
    room = frames;
    return this;
  }

  /** Breaks where what was sent already ends. */
  public QueuedFrames breaking() {
    isBroken = true;
    return this;
  }

  /** Returns what was sent from here. */
  public List<Bytes> sent() {
    return sent;
  }

  /** Returns what was not received yet. */
  public List<Bytes> leftFrames() {
    return List.copyOf(incoming);
  }

  /** Returns how many frames were not received yet. */
  public int left() {
    return incoming.size();
  }

  /** Returns whether this end has finished. */
  public boolean isFinished() {
    return isFinished;
  }

  /** Returns whether this end has closed the stream. */
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void send(Bytes frame) {
    if (sent.size() >= room) {
      throw new LinkFault(LinkFault.Kind.STREAM_FINISHED, "for this test");
    }
    sent.add(frame);
    afterSending.run();
  }

  @Override
  public Optional<Bytes> receive() {
    if (isBroken && incoming.isEmpty()) {
      throw new LinkFault(LinkFault.Kind.CONNECTION, "for this test");
    }
    return Optional.ofNullable(incoming.poll());
  }

  @Override
  public boolean canSend() {
    return !isFinished && !isClosed;
  }

  @Override
  public void finish() {
    isFinished = true;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
