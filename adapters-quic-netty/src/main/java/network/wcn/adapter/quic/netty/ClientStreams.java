package network.wcn.adapter.quic.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.LinkFault;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of an accepted connection travel: in one shared stream if the server can do so too,
 * else each in a stream of its own. Calls with many frames always have their own.
 *
 * <p>A call for which the server allows no further stream waits until it does. Only for use on the
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class ClientStreams {
  private final QuicChannel channel;
  private final NettyRpcLink link;
  private final Queue<OutboundCall> waiting = new ArrayDeque<>();
  private final @Nullable SharedClientStream shared;

  ClientStreams(
      QuicChannel channel, NettyRpcLink link, ClientConnection connection, boolean sharesStreams) {
    this.channel = channel;
    this.link = link;
    this.shared = sharesStreams ? new SharedClientStream(connection, link.loop()) : null;
    if (shared != null) {
      channel.createStream(QuicStreamType.BIDIRECTIONAL, shared);
    }
  }

  /** Sends a call that has begun, now or as soon as the server allows it. */
  void send(OutboundCall call) {
    if (shared != null) {
      shared.send(call);
    } else if (mayOpen()) {
      sendAlone(call);
    } else {
      if (waiting.size() >= link.settings().maxConcurrentRpcs()) {
        waiting.removeIf(each -> !each.isUnderWay());
      }
      waiting.add(call);
    }
  }

  /** Takes note that the server may allow more streams than before. */
  void limitChanged() {
    while (!waiting.isEmpty() && mayOpen()) {
      OutboundCall call = waiting.remove();
      if (call.isUnderWay()) {
        sendAlone(call);
      }
    }
  }

  private boolean mayOpen() {
    return channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0;
  }

  private void sendAlone(OutboundCall call) {
    channel
        .createStream(QuicStreamType.BIDIRECTIONAL, new PlainOutboundStream(call))
        .addListener((Future<QuicStreamChannel> created) -> {
          if (!created.isSuccess()) {
            call.failed(noStream(created.cause()));
          }
        });
  }

  /** Opens a call with many frames. */
  NettyFrameStream open(RpcMethod method) {
    if (!mayOpen()) {
      throw new LinkFault(
          LinkFault.Kind.TOO_MANY_CALLS, link.target() + " allows no further streams now");
    }
    Future<QuicStreamChannel> created =
        channel.createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter());
    if (!created.isSuccess()) {
      throw noStream(created.cause());
    }
    QuicStreamChannel stream = created.getNow();
    NettyFrameStream frames = new NettyFrameStream(stream, link.loop(), Unpooled.EMPTY_BUFFER);
    stream.pipeline().removeFirst();
    stream.pipeline().addLast(frames);
    stream.writeAndFlush(stream.alloc().directBuffer(1).writeByte(method.id()));
    return frames;
  }

  /** Fails what is under way and what waits; calls in streams of their own hear by themselves. */
  void failAll(LinkFault fault) {
    if (shared != null) {
      shared.failAll(fault);
    }
    waiting.forEach(call -> call.failed(fault));
    waiting.clear();
  }

  private LinkFault noStream(Throwable cause) {
    return new LinkFault(
        LinkFault.Kind.QUIC, "cannot open a stream to " + link.target() + ": " + cause, cause);
  }
}
