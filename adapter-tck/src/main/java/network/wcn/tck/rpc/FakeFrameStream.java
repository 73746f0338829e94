package network.wcn.tck.rpc;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;

/** One end of a stream in memory. */
final class FakeFrameStream implements FrameStream {
  private static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;
  private static final int MAX_WAITING_BYTES = 256 * 1024;

  /** The frames that travel in one direction, and how their journey ends. */
  private static final class Direction {
    private final Queue<Bytes> frames = new ArrayDeque<>();
    private int waitingBytes;
    private boolean isFinished;
    private boolean isBroken;
  }

  /** Both ends of a stream. */
  record Pair(FakeFrameStream caller, FakeFrameStream server) {}

  private final Object lock;
  private final Direction out;
  private final Direction in;

  private FakeFrameStream(Object lock, Direction out, Direction in) {
    this.lock = lock;
    this.out = out;
    this.in = in;
  }

  static Pair pair() {
    Object lock = new Object();
    Direction there = new Direction();
    Direction back = new Direction();
    return new Pair(new FakeFrameStream(lock, there, back), new FakeFrameStream(lock, back, there));
  }

  @Override
  public void send(Bytes frame) {
    if (frame.size() > MAX_FRAME_BYTES) {
      throw new LinkFault(LinkFault.Kind.CODEC, "a frame of " + frame.size() + " bytes");
    }
    synchronized (lock) {
      while (!out.isBroken && out.waitingBytes >= MAX_WAITING_BYTES) {
        await();
      }
      if (out.isBroken || out.isFinished) {
        throw new LinkFault(LinkFault.Kind.CLOSED, "the stream is over");
      }
      out.frames.add(frame);
      out.waitingBytes += frame.size();
      lock.notifyAll();
    }
  }

  @Override
  public Optional<Bytes> receive() {
    synchronized (lock) {
      while (in.frames.isEmpty() && !in.isFinished && !in.isBroken) {
        await();
      }
      Bytes frame = in.frames.poll();
      if (frame == null) {
        if (in.isBroken) {
          throw new LinkFault(LinkFault.Kind.IO, "the stream is broken off");
        }
        return Optional.empty();
      }
      in.waitingBytes -= frame.size();
      lock.notifyAll();
      return Optional.of(frame);
    }
  }

  @Override
  public boolean canSend() {
    synchronized (lock) {
      return !out.isBroken && !out.isFinished;
    }
  }

  @Override
  public void finish() {
    synchronized (lock) {
      out.isFinished = true;
      lock.notifyAll();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (!out.isFinished) {
        out.isBroken = true;
      }
      if (!in.isFinished) {
        in.isBroken = true;
        in.frames.clear();
      }
      lock.notifyAll();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private void await() {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkFault(LinkFault.Kind.CLOSED, "interrupted while waiting for a frame", e);
    }
  }
}
