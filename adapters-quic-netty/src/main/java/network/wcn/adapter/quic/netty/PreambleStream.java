package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import network.wcn.wire.handshake.Preamble;

/** The server's end of the first stream: reads the preamble and ignores what follows. */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class PreambleStream extends ChannelInboundHandlerAdapter {
  private final ServerConnection connection;
  private final byte[] bytes = new byte[Preamble.SIZE_BYTES + Preamble.OFFER.size()];
  private int seen;
  private boolean isJudged;

  PreambleStream(ServerConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    int wanted = Math.min(bytes.length - seen, in.readableBytes());
    in.readBytes(bytes, seen, wanted);
    in.release();
    seen += wanted;
    if (!isJudged) {
      judge((QuicStreamChannel) context.channel());
    }
  }

  private void judge(QuicStreamChannel stream) {
    if (seen >= Preamble.VERSION_SIZE_BYTES
        && ByteBuffer.wrap(bytes).getInt() != Preamble.PROTOCOL_VERSION) {
      isJudged = true;
      connection.unsupportedVersion(stream);
    } else if (seen >= Preamble.SIZE_BYTES) {
      isJudged = true;
      byte[] following = Arrays.copyOfRange(bytes, Preamble.SIZE_BYTES, seen);
      connection.requested(
          stream,
          Arrays.copyOf(bytes, Preamble.SIZE_BYTES),
          Arrays.equals(following, Preamble.OFFER.unsafeArray()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !isJudged) {
      connection.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!isJudged) {
      connection.close();
    }
  }
}
