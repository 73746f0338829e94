package network.wcn.app.node.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;

/** A stream whose other end has sent everything already. */
final class FakeFrames implements FrameStream {
  private final Deque<Bytes> incoming;
  private final List<Bytes> sent = new ArrayList<>();
  private Runnable afterSending = () -> {};
  private int room = Integer.MAX_VALUE;
  private boolean isBroken;
  private boolean isFinished;
  private boolean isClosed;

  FakeFrames(List<Bytes> incoming) {
    this.incoming = new ArrayDeque<>(incoming);
  }

  /** Runs {@code action} after every frame that is sent from now on. */
  void afterSending(Runnable action) {
    afterSending = action;
  }

  /** Takes so many frames and no more, as an end that gave up. */
  FakeFrames takingOnly(int frames) {
    room = frames;
    return this;
  }

  /** Breaks where what was sent already ends. */
  FakeFrames breaking() {
    isBroken = true;
    return this;
  }

  /** Returns what was sent from here. */
  List<Bytes> sent() {
    return sent;
  }

  /** Returns what was not received yet. */
  List<Bytes> leftFrames() {
    return List.copyOf(incoming);
  }

  int left() {
    return incoming.size();
  }

  boolean isFinished() {
    return isFinished;
  }

  boolean isClosed() {
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
    return !isClosed;
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
