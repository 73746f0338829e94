package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.LinkFault;
import network.wcn.wire.MalformedMessage;

/**
 * The client's end of a stream that carries one call.
 *
 * <p>Reads to the stream's end also when the call is over, for a stream that is left before its end
 * is never forgotten.
 *
 * @see "protocol/wire.md section 4"
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class PlainOutboundStream extends ChannelInboundHandlerAdapter {
  private final OutboundCall call;
  private final FrameAssembler assembler = new FrameAssembler();

  PlainOutboundStream(OutboundCall call) {
    this.call = call;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(Frames.request(context.alloc(), call.method().id(), call.request()));
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (call.isUnderWay()) {
        Bytes response = assembler.next(in);
        if (response != null) {
          call.answered(response);
        }
      }
    } catch (MalformedMessage e) {
      call.failed(new LinkFault(LinkFault.Kind.CODEC, "malformed frame: " + e.getMessage(), e));
      ((QuicStreamChannel) context.channel()).shutdownInput(0);
    } finally {
      in.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      call.endedUnanswered();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (call.isUnderWay()) {
      call.failed(new LinkFault(LinkFault.Kind.IO, "the stream broke: " + cause, cause));
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (call.isUnderWay()) {
      call.failed(new LinkFault(LinkFault.Kind.CONNECTION, "the connection is lost"));
    }
  }
}
