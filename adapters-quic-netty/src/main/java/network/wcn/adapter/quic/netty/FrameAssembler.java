package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import network.wcn.domain.Bytes;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.handshake.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames together from the pieces in which they arrive.
 *
 * <p>Memory grows with what has arrived, not with what a header announces.
 */
final class FrameAssembler {
  private static final int FIRST_ALLOCATION_BYTES = 64 * 1024;

  private int headerBytesSeen;
  private int length;
  private byte @Nullable [] payload;
  private int payloadBytesSeen;

  /**
   * Takes bytes from {@code in} up to the end of a frame.
   *
   * @return the payload, or null if more bytes are needed
   * @throws MalformedMessage if the frame is larger than any may be
   */
  @Nullable Bytes next(ByteBuf in) {
    if (payload == null && !readHeader(in)) {
      return null;
    }
    byte[] target = payload == null ? new byte[0] : payload;
    int wanted = Math.min(length - payloadBytesSeen, in.readableBytes());
    if (payloadBytesSeen + wanted > target.length) {
      target =
          Arrays.copyOf(target, Math.clamp(2L * target.length, payloadBytesSeen + wanted, length));
      payload = target;
    }
    in.readBytes(target, payloadBytesSeen, wanted);
    payloadBytesSeen += wanted;
    if (payloadBytesSeen < length) {
      return null;
    }
    payload = null;
    payloadBytesSeen = 0;
    headerBytesSeen = 0;
    return Bytes.wrap(target);
  }

  /** Returns whether a frame has begun and not ended. */
  boolean isInsideFrame() {
    return headerBytesSeen > 0;
  }

  private boolean readHeader(ByteBuf in) {
    if (headerBytesSeen == 0 && in.readableBytes() >= FrameHeader.SIZE_BYTES) {
      length = in.readInt();
      headerBytesSeen = FrameHeader.SIZE_BYTES;
    }
    while (headerBytesSeen < FrameHeader.SIZE_BYTES && in.isReadable()) {
      length = length << 8 | in.readUnsignedByte();
      headerBytesSeen++;
    }
    if (headerBytesSeen < FrameHeader.SIZE_BYTES) {
      return false;
    }
    if (!FrameHeader.isAllowed(length)) {
      throw new MalformedMessage(
          "a frame has at most %d bytes, its header says %d"
              .formatted(FrameHeader.MAX_PAYLOAD_BYTES, length & 0xffff_ffffL));
    }
    payload = new byte[Math.min(length, FIRST_ALLOCATION_BYTES)];
    return true;
  }
}
