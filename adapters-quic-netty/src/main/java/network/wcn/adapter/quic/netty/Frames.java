package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamFrame;
import network.wcn.domain.Bytes;
import network.wcn.wire.handshake.FrameHeader;

/** Writes frames of calls. */
final class Frames {
  private Frames() {}

  /** Returns a frame with {@code payload}. */
  static ByteBuf frame(ByteBufAllocator allocator, Bytes payload) {
    return allocator
        .directBuffer(FrameHeader.SIZE_BYTES + payload.size())
        .writeInt(payload.size())
        .writeBytes(payload.unsafeArray());
  }

  /** Returns a frame with {@code payload}, after which the sender's side is finished. */
  static QuicStreamFrame last(ByteBufAllocator allocator, Bytes payload) {
    return new DefaultQuicStreamFrame(frame(allocator, payload), true);
  }

  /** Returns a whole request of a unary call: method, frame, end. */
  static QuicStreamFrame request(ByteBufAllocator allocator, int method, Bytes payload) {
    ByteBuf out =
        allocator
            .directBuffer(1 + FrameHeader.SIZE_BYTES + payload.size())
            .writeByte(method)
            .writeInt(payload.size())
            .writeBytes(payload.unsafeArray());
    return new DefaultQuicStreamFrame(out, true);
  }
}
