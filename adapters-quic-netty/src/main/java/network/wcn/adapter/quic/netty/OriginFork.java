package network.wcn.adapter.quic.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * Hands packets from this machine to the handler behind it, and all others to the one behind that:
 * a QUIC codec has the same parameters for all of its connections.
 */
final class OriginFork extends ChannelInboundHandlerAdapter {
  private final ChannelHandler near;

  /** Makes a fork that stands before {@code near}, which stands before the codec of all others. */
  OriginFork(ChannelHandler near) {
    this.near = near;
  }

  private ChannelHandlerContext behindNear(ChannelHandlerContext context) {
    return context.pipeline().context(near);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean isFromHere = PacketSizes.isHere(((DatagramPacket) message).sender());
    (isFromHere ? context : behindNear(context)).fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    behindNear(context).fireChannelReadComplete();
  }
}
