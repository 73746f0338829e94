package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongConsumer;
import network.wcn.domain.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Collects the messages of one round of the event loop and writes them at once.
 *
 * <p>Large payloads are written part by part, turn about, and only while the stream takes more, so
 * that a small message waits behind one part at most. Only for use on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class SharedOutbox implements TransportLoop.Flushable {
  private static final int FIRST_BUFFER_BYTES = 4 * 1024;

  private final TransportLoop loop;
  private final Channel channel;
  private final LongConsumer count;
  private final Queue<Large> large = new ArrayDeque<>();
  private @Nullable ByteBuf collected;
  private long collectedAnswers;
  private long writtenBytes;
  private long largeBytes;
  private boolean isFlushDue;

  /**
   * @param count hears on the event loop by how much {@link UnsentAnswers} have changed: more when
   *     small answers are written, less when answers were sent or never will be
   */
  SharedOutbox(TransportLoop loop, Channel channel, LongConsumer count) {
    this.loop = loop;
    this.channel = channel;
    this.count = count;
  }

  /** Adds the byte with which the stream begins. */
  void open() {
    buffer(1).writeByte(SharedMessage.STREAM_ID);
  }

  void request(int call, int method, int budgetMicros, Bytes payload) {
    add(new Large(SharedMessage.REQUEST, call, method, budgetMicros, payload));
  }

  void response(int call, Bytes payload) {
    add(new Large(SharedMessage.RESPONSE, call, 0, 0, payload));
  }

  void failure(int call) {
    add(new Large(SharedMessage.FAILURE, call, 0, 0, Bytes.empty()));
  }

  private void add(Large message) {
    if (message.payload.size() <= SharedMessage.WHOLE_BYTES) {
      message.write(buffer(message.payload.size()), message.payload.size());
      collectedAnswers += message.counted();
    } else {
      large.add(message);
      largeBytes += message.payload.size();
    }
    if (!isFlushDue) {
      isFlushDue = true;
      loop.flushSoon(this);
    }
  }

  private ByteBuf buffer(int payloadBytes) {
    if (collected == null) {
      collected = channel.alloc().directBuffer(Math.max(FIRST_BUFFER_BYTES, payloadBytes + 64));
    }
    return collected;
  }

  /** Writes now, to go along with the acknowledgement of what has just been read. */
  void flushNow() {
    if (isFlushDue) {
      flushCollected();
    }
  }

  @Override
  public void flushCollected() {
    isFlushDue = false;
    if (collected != null) {
      ByteBuf due = collected;
      collected = null;
      // Small answers have not been counted yet.
      count.accept(due.readableBytes() - collectedAnswers);
      collectedAnswers = 0;
      write(due, due.readableBytes());
    }
    writeParts();
  }

  /** Writes parts of large payloads for as long as the stream takes more. */
  void writeParts() {
    while (!large.isEmpty() && channel.isWritable()) {
      Large next = large.remove();
      ByteBuf out =
          channel.alloc().directBuffer(SharedMessage.PART_BYTES + SharedMessage.HEADER_BYTES + 8);
      next.write(out, SharedMessage.PART_BYTES);
      if (next.isWritten()) {
        largeBytes -= next.payload.size();
        write(out, next.counted());
      } else {
        large.add(next);
        write(out, 0);
      }
    }
  }

  private void write(ByteBuf out, long answers) {
    int size = out.readableBytes();
    writtenBytes += size;
    channel
        .writeAndFlush(out)
        .addListener(_ -> {
          writtenBytes -= size;
          count.accept(-answers);
        });
  }

  /** Returns how many bytes QUIC has not taken yet, of what is not just being collected. */
  long unsentBytes() {
    return writtenBytes + largeBytes;
  }

  /** Forgets what was not written. */
  void discard() {
    long answers = collectedAnswers + large.stream().mapToLong(Large::counted).sum();
    collectedAnswers = 0;
    large.clear();
    largeBytes = 0;
    count.accept(-answers);
    if (collected != null) {
      collected.release();
      collected = null;
    }
  }

  /** A message and how much of it has been written. */
  private static final class Large {
    private final int kind;
    private final int call;
    private final int method;
    private final int budgetMicros;
    private final Bytes payload;
    private int written;

    Large(int kind, int call, int method, int budgetMicros, Bytes payload) {
      this.kind = kind;
      this.call = call;
      this.method = method;
      this.budgetMicros = budgetMicros;
      this.payload = payload;
    }

    void write(ByteBuf out, int limit) {
      int size = Math.min(limit, payload.size() - written);
      boolean isLast = written + size == payload.size();
      out.writeInt(size).writeByte(isLast ? kind : kind | SharedMessage.MORE).writeInt(call);
      if (kind == SharedMessage.REQUEST) {
        out.writeByte(method).writeInt(budgetMicros);
      }
      out.writeBytes(payload.unsafeArray(), written, size);
      written += size;
    }

    int counted() {
      return kind == SharedMessage.RESPONSE ? UnsentAnswers.counted(payload.size()) : 0;
    }

    boolean isWritten() {
      return written == payload.size();
    }
  }
}
