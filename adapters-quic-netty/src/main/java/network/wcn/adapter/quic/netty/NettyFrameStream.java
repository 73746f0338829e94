package network.wcn.adapter.quic.netty;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.FrameStream;
import network.wcn.port.rpc.LinkFault;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.handshake.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Either end of a call with many frames, on a QUIC stream of its own.
 *
 * <p>At most 256 KiB (or one frame) wait here in each direction. When the reader is slow nothing is
 * read from the stream, so that QUIC's window closes and the other end's {@link #send} blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class NettyFrameStream extends ChannelInboundHandlerAdapter implements FrameStream {
  private static final int MAX_WAITING_BYTES = 256 * 1024;
  private static final int RESUME_BYTES = MAX_WAITING_BYTES / 2;

  /** Set on a connection that the other side has closed, while it still looks active. */
  static final AttributeKey<Boolean> CONNECTION_ENDS =
      AttributeKey.valueOf(NettyFrameStream.class, "CONNECTION_ENDS");

  private final QuicStreamChannel channel;
  private final TransportLoop loop;
  private final FrameAssembler assembler = new FrameAssembler();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Queue<Bytes> received = new ArrayDeque<>();

  @GuardedBy("lock")
  private int receivedBytes;

  @GuardedBy("lock")
  private boolean isPaused;

  @GuardedBy("lock")
  private boolean isInputOver;

  @GuardedBy("lock")
  private @Nullable LinkFault inputFault;

  @GuardedBy("lock")
  private final Queue<Bytes> toSend = new ArrayDeque<>();

  @GuardedBy("lock")
  private int unsentBytes;

  @GuardedBy("lock")
  private boolean isWriteScheduled;

  @GuardedBy("lock")
  private boolean isFinished;

  @GuardedBy("lock")
  private boolean isClosed;

  @GuardedBy("lock")
  private @Nullable LinkFault outputFault;

  private @Nullable Runnable whenOver;

  /** Whether the input's end was announced; only for use on the event loop. */
  private boolean hasInputEnd;

  /**
   * @param alreadyRead bytes of the stream that were read before, with which it begins
   */
  NettyFrameStream(QuicStreamChannel channel, TransportLoop loop, ByteBuf alreadyRead) {
    this.channel = channel;
    this.loop = loop;
    assemble(alreadyRead);
  }

  /** Lets {@code action} run once on the event loop when the stream is over. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  @Override
  public void send(Bytes frame) {
    if (frame.size() > FrameHeader.MAX_PAYLOAD_BYTES) {
      throw new LinkFault(
          LinkFault.Kind.CODEC,
          "a frame has at most %d bytes, got %d"
              .formatted(FrameHeader.MAX_PAYLOAD_BYTES, frame.size()));
    }
    lock.lock();
    try {
      while (outputFault == null && unsentBytes >= MAX_WAITING_BYTES) {
        await();
      }
      if (outputFault != null) {
        throw outputFault;
      }
      if (isFinished || isClosed) {
        throw new LinkFault(LinkFault.Kind.CLOSED, "a frame after the end of its stream");
      }
      toSend.add(frame);
      unsentBytes += frame.size() + FrameHeader.SIZE_BYTES;
      scheduleWrite();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Bytes> receive() {
    lock.lock();
    try {
      while (received.isEmpty() && !isInputOver && inputFault == null) {
        await();
      }
      Bytes frame = received.poll();
      if (frame != null) {
        receivedBytes -= frame.size();
        if (isPaused && receivedBytes <= RESUME_BYTES) {
          isPaused = false;
          loop.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
        return Optional.of(frame);
      }
      if (inputFault != null) {
        throw inputFault;
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean canSend() {
    lock.lock();
    try {
      return outputFault == null && !isFinished && !isClosed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish() {
    lock.lock();
    try {
      if (!isFinished && !isClosed) {
        isFinished = true;
        scheduleWrite();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      LinkFault closed = new LinkFault(LinkFault.Kind.CLOSED, "the stream was closed");
      boolean breaksOutput = !isFinished;
      boolean breaksInput = !isInputOver;
      if (breaksInput && inputFault == null) {
        inputFault = closed;
        received.clear();
      }
      if (breaksOutput && outputFault == null) {
        outputFault = closed;
      }
      changed.signalAll();
      loop.eventLoop().execute(() -> breakOff(breaksInput, breaksOutput));
    } finally {
      lock.unlock();
    }
  }

  private void breakOff(boolean input, boolean output) {
    if (input) {
      channel.shutdownInput(0);
    }
    if (output) {
      channel.shutdownOutput(0);
      channel.close();
    }
    runWhenOver();
  }

  @GuardedBy("lock")
  @SuppressWarnings("WaitNotInLoop") // The callers loop.
  private void await() {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkFault(LinkFault.Kind.CLOSED, "interrupted while waiting for a frame", e);
    }
  }

  @GuardedBy("lock")
  private void scheduleWrite() {
    if (!isWriteScheduled) {
      isWriteScheduled = true;
      loop.eventLoop().execute(this::writeAll);
    }
  }

  private void writeAll() {
    ByteBuf out;
    boolean isLast;
    lock.lock();
    try {
      isWriteScheduled = false;
      int size = toSend.stream().mapToInt(each -> each.size() + FrameHeader.SIZE_BYTES).sum();
      out = channel.alloc().directBuffer(size);
      for (Bytes frame = toSend.poll(); frame != null; frame = toSend.poll()) {
        out.writeInt(frame.size()).writeBytes(frame.unsafeArray());
      }
      isLast = isFinished;
    } finally {
      lock.unlock();
    }
    int size = out.readableBytes();
    if (size > 0) {
      channel.writeAndFlush(out).addListener(written -> sent(size, written));
    } else {
      out.release();
    }
    if (isLast) {
      channel.writeAndFlush(QuicStreamFrame.EMPTY_FIN);
    }
  }

  private void sent(int size, Future<?> written) {
    lock.lock();
    try {
      unsentBytes -= size;
      if (!written.isSuccess() && outputFault == null) {
        outputFault =
            new LinkFault(LinkFault.Kind.IO, "the other end takes no more", written.cause());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    assemble(in);
    in.release();
  }

  private void assemble(ByteBuf in) {
    lock.lock();
    try {
      if (isClosed || inputFault != null) {
        return;
      }
      for (Bytes frame = assembler.next(in); frame != null; frame = assembler.next(in)) {
        received.add(frame);
        receivedBytes += frame.size();
      }
      if (receivedBytes >= MAX_WAITING_BYTES && !isPaused) {
        isPaused = true;
        channel.config().setAutoRead(false);
      }
      changed.signalAll();
    } catch (MalformedMessage e) {
      inputFault = new LinkFault(LinkFault.Kind.CODEC, "malformed frame: " + e.getMessage(), e);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      hasInputEnd = true;
      // A connection that goes down ends the input of its streams first and is inactive only then.
      loop.eventLoop().execute(this::judgeEnd);
    }
  }

  /** Tells an end that the other side meant from that of a connection. */
  private void judgeEnd() {
    QuicChannel connection = channel.parent();
    if (!connection.isActive() || connection.hasAttr(CONNECTION_ENDS)) {
      inputEnded(connectionLost());
    } else if (assembler.isInsideFrame()) {
      inputEnded(new LinkFault(LinkFault.Kind.STREAM_FINISHED, "the stream ends inside a frame"));
    } else {
      inputEnded(null);
    }
  }

  private static LinkFault connectionLost() {
    return new LinkFault(LinkFault.Kind.CONNECTION, "the connection is lost");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    inputEnded(new LinkFault(LinkFault.Kind.IO, "the stream broke: " + cause, cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    LinkFault lost = connectionLost();
    if (hasInputEnd) {
      judgeEnd();
    } else {
      inputEnded(lost);
    }
    lock.lock();
    try {
      if (outputFault == null) {
        outputFault = lost;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    runWhenOver();
  }

  private void inputEnded(@Nullable LinkFault fault) {
    lock.lock();
    try {
      if (!isInputOver && inputFault == null) {
        inputFault = fault;
        isInputOver = fault == null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void runWhenOver() {
    if (whenOver != null) {
      whenOver.run();
      whenOver = null;
    }
  }
}
