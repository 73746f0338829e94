package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.SecretKey;
import network.wcn.port.rpc.Priority;

/** A client that says on its streams exactly what a test tells it to. */
final class RawConnection implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, Datagrams.ioHandler());
  private final QuicChannel channel;
  private final CompletableFuture<QuicConnectionCloseEvent> closed = new CompletableFuture<>();

  RawConnection(SecretKey identity, InetSocketAddress server) throws Exception {
    Libp2pTls tls = new Libp2pTls(identity);
    PacketSizes sizes = PacketSizes.of(Priority.HIGH, server);
    Channel socket =
        Datagrams.socket(
                group.next(),
                Priority.HIGH,
                sizes,
                Datagrams.parameters(
                        new QuicClientCodecBuilder().sslEngineProvider(tls::clientEngine),
                        sizes,
                        100,
                        Duration.ofSeconds(30))
                    .build())
            .bind(0)
            .sync()
            .channel();
    channel =
        QuicChannel.newBootstrap(socket)
            .handler(new CloseListener())
            .streamHandler(new ChannelInboundHandlerAdapter())
            .remoteAddress(server)
            .connect()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Opens the next bidirectional stream. */
  RawStream open() throws Exception {
    return new RawStream(
        channel
            .createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** Waits for the server to close the connection. */
  QuicConnectionCloseEvent awaitClose() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.close(true, 0, Unpooled.EMPTY_BUFFER).awaitUninterruptibly();
    group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private final class CloseListener extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent close) {
        closed.complete(close);
      }
    }
  }

  /** One stream: what is sent on it, and what has come. */
  static final class RawStream extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<Bytes> finished = new CompletableFuture<>();
    private final QuicStreamChannel channel;
    private int awaited = Integer.MAX_VALUE;
    private CompletableFuture<Bytes> arrived = new CompletableFuture<>();

    RawStream(QuicStreamChannel channel) {
      this.channel = channel;
      channel.pipeline().addLast(this);
    }

    void send(Bytes bytes) throws InterruptedException {
      // What follows the answer may be refused, as by the network's own servers.
      channel.writeAndFlush(Unpooled.wrappedBuffer(bytes.toArray())).await();
    }

    /**
     * Ends our side. Does not wait: where the server has asked before that we stop, Netty never
     * tells how the write went.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    void finish() {
      channel.writeAndFlush(QuicStreamFrame.EMPTY_FIN);
    }

    void reset(int code) throws InterruptedException {
      channel.shutdownOutput(code).await();
    }

    /** Sets whether anything is read of what comes. */
    void read(boolean reads) {
      channel.config().setAutoRead(reads);
    }

    /** Waits for the end of the server's side and returns all it has sent. */
    Bytes awaitFinish() throws Exception {
      return finished.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the server has sent {@code count} bytes. */
    Bytes await(int count) throws Exception {
      CompletableFuture<Bytes> enough = new CompletableFuture<>();
      channel
          .eventLoop()
          .execute(() -> {
            awaited = count;
            arrived = enough;
            check();
          });
      return enough.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void check() {
      if (received.size() >= awaited) {
        arrived.complete(Bytes.wrap(received.toByteArray()));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes);
      in.release();
      received.writeBytes(bytes);
      check();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        finished.complete(Bytes.wrap(received.toByteArray()));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      finished.completeExceptionally(cause);
    }
  }
}
