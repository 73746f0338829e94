package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Arrays;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.handshake.FrameHeader;

/**
 * Puts messages of a shared stream together from the pieces in which they arrive.
 *
 * <p>Memory grows with what has arrived, up to 8 MiB for each call that sends parts.
 */
final class SharedInbox {
  /** Takes messages as they are complete. */
  interface Sink {
    /** A call begins; {@code budgetMicros} is unsigned, its largest value means no limit. */
    void request(int call, int method, int budgetMicros, Bytes payload);

    void response(int call, Bytes payload);

    void failure(int call);
  }

  private final Sink sink;
  private final IntObjectHashMap<Parts> parts = new IntObjectHashMap<>();
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  SharedInbox(Sink sink) {
    this.sink = sink;
  }

  /**
   * Takes what has arrived; does not release it.
   *
   * @throws MalformedMessage if it is not what our own peers send
   */
  void read(ByteBuf in) {
    if (!rest.isReadable()) {
      readMessages(in);
      if (in.isReadable()) {
        rest = Unpooled.buffer(in.readableBytes() * 2).writeBytes(in);
      }
      return;
    }
    rest.discardReadBytes().writeBytes(in);
    readMessages(rest);
    if (!rest.isReadable()) {
      rest = Unpooled.EMPTY_BUFFER;
    }
  }

  private void readMessages(ByteBuf in) {
    while (in.readableBytes() >= SharedMessage.HEADER_BYTES) {
      int start = in.readerIndex();
      int size = in.getInt(start);
      int kind = in.getUnsignedByte(start + 4);
      boolean isRequest = (kind & ~SharedMessage.MORE) == SharedMessage.REQUEST;
      int header = SharedMessage.HEADER_BYTES + (isRequest ? SharedMessage.REQUEST_EXTRA_BYTES : 0);
      if (size < 0 || size > SharedMessage.WHOLE_BYTES) {
        throw new MalformedMessage(
            "a message on a shared stream has at most %d bytes, got %d"
                .formatted(SharedMessage.WHOLE_BYTES, size & 0xffff_ffffL));
      }
      if (in.readableBytes() < header + size) {
        return;
      }
      in.skipBytes(header);
      byte[] payload = new byte[size];
      in.readBytes(payload);
      int call = in.getInt(start + 5);
      int method = isRequest ? in.getUnsignedByte(start + SharedMessage.HEADER_BYTES) : 0;
      int budget = isRequest ? in.getInt(start + SharedMessage.HEADER_BYTES + 1) : 0;
      part(kind, call, method, budget, payload);
    }
  }

  private void part(int kind, int call, int method, int budget, byte[] payload) {
    Parts begun = parts.isEmpty() ? null : parts.get(call);
    if ((kind & SharedMessage.MORE) != 0) {
      if (begun == null) {
        begun = new Parts();
        parts.put(call, begun);
      }
      begun.add(payload);
      return;
    }
    Bytes whole;
    if (begun == null) {
      whole = Bytes.wrap(payload);
    } else {
      parts.remove(call);
      begun.add(payload);
      whole = begun.whole();
    }
    switch (kind) {
      case SharedMessage.REQUEST -> sink.request(call, method, budget, whole);
      case SharedMessage.RESPONSE -> sink.response(call, whole);
      case SharedMessage.FAILURE -> sink.failure(call);
      default -> throw new MalformedMessage("unknown kind of message " + kind);
    }
  }

  /** A payload of which parts have come. */
  private static final class Parts {
    private byte[] content = new byte[SharedMessage.WHOLE_BYTES];
    private int size;

    void add(byte[] part) {
      int grown = size + part.length;
      if (grown > FrameHeader.MAX_PAYLOAD_BYTES) {
        throw new MalformedMessage("parts of more than 8 MiB: " + grown + " bytes");
      }
      if (grown > content.length) {
        content = Arrays.copyOf(content, Math.max(grown, 2 * content.length));
      }
      System.arraycopy(part, 0, content, size, part.length);
      size = grown;
    }

    Bytes whole() {
      return Bytes.wrap(size == content.length ? content : Arrays.copyOf(content, size));
    }
  }
}
