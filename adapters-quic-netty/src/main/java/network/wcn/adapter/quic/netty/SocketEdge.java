package network.wcn.adapter.quic.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the QUIC codec and the socket: writes all packets of a round of the event loop
 * with one system call, and tells when packets come or cannot go.
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class SocketEdge extends ChannelDuplexHandler implements TransportLoop.Flushable {
  /** Who wants to know; called on the event loop. */
  interface Listener {
    /** Packets have come. */
    void heard();

    /** The socket failed: its peer's host says that nobody listens there. */
    void unreachable(Throwable cause);
  }

  private final TransportLoop loop;
  private final @Nullable Listener listener;
  private final ChannelFutureListener written =
      future -> {
        if (!future.isSuccess()) {
          failed(future.cause());
        }
      };
  private @Nullable ChannelHandlerContext context;
  private boolean isFlushDue;

  SocketEdge(TransportLoop loop, @Nullable Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void write(ChannelHandlerContext edge, Object message, ChannelPromise promise) {
    if (listener == null) {
      edge.write(message, promise);
    } else {
      edge.write(message, promise.unvoid().addListener(written));
    }
  }

  @Override
  public void flush(ChannelHandlerContext edge) {
    if (!isFlushDue) {
      isFlushDue = true;
      loop.flushSoon(this);
    }
  }

  /** Writes now what waits for the end of the round. */
  @Override
  public void flushCollected() {
    isFlushDue = false;
    if (context != null) {
      context.flush();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext edge) {
    if (listener != null) {
      listener.heard();
    }
    edge.fireChannelReadComplete();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext edge, Throwable cause) {
    failed(cause);
  }

  private void failed(Throwable cause) {
    if (listener != null) {
      listener.unreachable(cause);
    }
  }
}
