package network.wcn.app.db.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;

/** A stream whose other end has sent everything already and reads nothing yet. */
final class QueuedFrames implements FrameStream {
  private final Deque<Bytes> incoming = new ArrayDeque<>();
  private final List<Bytes> sent = new ArrayList<>();
  private boolean isFinished;
  private boolean isClosed;

  QueuedFrames(List<Bytes> incoming) {
    this.incoming.addAll(incoming);
  }

  List<Bytes> sent() {
    return sent;
  }

  boolean isFinished() {
    return isFinished;
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public void send(Bytes frame) {
    sent.add(frame);
  }

  @Override
  public Optional<Bytes> receive() {
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
