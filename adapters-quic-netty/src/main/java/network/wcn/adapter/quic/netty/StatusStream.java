package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import network.wcn.port.rpc.LinkFault;
import network.wcn.wire.handshake.ConnectionStatus;
import network.wcn.wire.handshake.Preamble;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of the first stream: asks for an API and reads the status.
 *
 * <p>Afterwards a byte on it, which a server ignores, serves as a ping. A server that forbids it
 * pings by itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class StatusStream extends ChannelInboundHandlerAdapter {
  private final ClientConnection connection;
  private final String apiName;
  private final boolean offersSharedStream;
  private final byte[] bytes = new byte[ConnectionStatus.SIZE_BYTES + Preamble.OFFER.size()];
  private int seen;
  private boolean isAnswered;
  private @Nullable ChannelHandlerContext writable;

  StatusStream(ClientConnection connection, String apiName, boolean offersSharedStream) {
    this.connection = connection;
    this.apiName = apiName;
    this.offersSharedStream = offersSharedStream;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    writable = context;
    ByteBuf preamble = context.alloc().directBuffer(Preamble.SIZE_BYTES + Preamble.OFFER.size());
    preamble.writeBytes(Preamble.encode(apiName).unsafeArray());
    if (offersSharedStream) {
      preamble.writeBytes(Preamble.OFFER.unsafeArray());
    }
    context.writeAndFlush(preamble);
    context.fireChannelActive();
  }

  /** Makes the peer acknowledge something. */
  void ping() {
    if (writable != null) {
      writable
          .writeAndFlush(writable.alloc().directBuffer(1).writeByte(0))
          .addListener(written -> {
            if (!written.isSuccess()) {
              writable = null;
            }
          });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    int wanted = Math.min(bytes.length - seen, in.readableBytes());
    in.readBytes(bytes, seen, wanted);
    in.release();
    seen += wanted;
    if (!isAnswered && seen >= ConnectionStatus.SIZE_BYTES) {
      isAnswered = true;
      byte[] following = Arrays.copyOfRange(bytes, ConnectionStatus.SIZE_BYTES, seen);
      connection.answered(
          ConnectionStatus.of(ByteBuffer.wrap(bytes).getInt()),
          Arrays.equals(following, Preamble.OFFER.unsafeArray()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ended();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ended();
  }

  private void ended() {
    if (!isAnswered) {
      connection.lose(
          new LinkFault(
              LinkFault.Kind.IO, connection.target() + " ended the preamble without a status"));
    }
  }
}
