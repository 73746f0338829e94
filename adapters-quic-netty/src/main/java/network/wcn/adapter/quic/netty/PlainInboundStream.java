package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.port.rpc.InboundStream;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a stream that carries one call.
 *
 * <p>A failed call has no answer: the server finishes its side without a byte.
 *
 * @see "protocol/wire.md section 4"
 */
@SuppressWarnings("FutureReturnValueIgnored") // See package-info.
final class PlainInboundStream extends ChannelInboundHandlerAdapter {
  private enum State {
    METHOD,
    REQUEST,
    ANSWERING,
    DONE
  }

  private final ServerConnection connection;
  private final ServedApi api;
  private final FrameAssembler assembler = new FrameAssembler();
  private State state = State.METHOD;
  private @Nullable ServedCall call;
  private boolean isInputOver;

  PlainInboundStream(ServerConnection connection, ServedApi api) {
    this.connection = connection;
    this.api = api;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (state == State.METHOD && in.isReadable()) {
      begin(context, in);
    }
    if (state == State.REQUEST && call != null) {
      readRequest(call, in);
    }
    in.release();
  }

  private void begin(ChannelHandlerContext context, ByteBuf in) {
    int id = in.readUnsignedByte();
    if (id == SharedMessage.STREAM_ID && api.sharesStreams()) {
      share(context, in);
      return;
    }
    Optional<RpcMethod> method = api.service().api().method(id);
    if (method.isEmpty() || !api.tryBeginCall()) {
      state = State.DONE;
      finishEmpty(context);
      return;
    }
    switch (method.get().shape()) {
      case UNARY -> {
        state = State.REQUEST;
        call = new PlainCall(method.get(), context);
      }
      case STREAM -> beginStream(context, method.get(), in);
    }
  }

  private void share(ChannelHandlerContext context, ByteBuf in) {
    state = State.DONE;
    SharedServerStream shared = new SharedServerStream(connection, api, context.channel());
    context.pipeline().replace(this, null, shared);
    shared.read(in);
  }

  private void beginStream(ChannelHandlerContext context, RpcMethod method, ByteBuf in) {
    state = State.DONE;
    NettyFrameStream frames =
        new NettyFrameStream((QuicStreamChannel) context.channel(), api.server().loop(), in);
    CallSeries series = api.series()[method.id()];
    series.began();
    long start = api.server().loop().wheel().nanos();
    frames.whenOver(() -> {
      series.ended(api.server().loop().wheel().nanos() - start);
      api.server().endCall();
    });
    context.pipeline().replace(this, null, frames);
    Thread.ofVirtual()
        .name("serve-" + method.name() + "-" + api.peer())
        .start(() -> {
          try (frames) {
            api.service().serveStream(new InboundStream(api.peer(), method, frames));
          }
        });
  }

  private void readRequest(ServedCall waiting, ByteBuf in) {
    try {
      Bytes request = assembler.next(in);
      if (request != null) {
        state = State.ANSWERING;
        waiting.serve(request);
      }
    } catch (MalformedMessage _) {
      waiting.failWith("Codec");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      isInputOver = true;
      inputEnded(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    isInputOver = true;
    connection.streamBroke();
    inputEnded(context);
    if (state == State.DONE) {
      context.close();
    }
  }

  private void inputEnded(ChannelHandlerContext context) {
    if (state == State.METHOD) {
      state = State.DONE;
      finishEmpty(context);
    } else if (state == State.REQUEST && call != null) {
      call.failWith("StreamFinished");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    state = State.DONE;
    if (call != null) {
      call.abandon();
    }
  }

  private void finishEmpty(ChannelHandlerContext context) {
    context.writeAndFlush(QuicStreamFrame.EMPTY_FIN);
    if (!isInputOver) {
      connection.streamBroke();
      ((QuicStreamChannel) context.channel()).shutdownInput(0);
    }
  }

  /** The call of this stream. */
  private final class PlainCall extends ServedCall {
    private final ChannelHandlerContext context;

    PlainCall(RpcMethod method, ChannelHandlerContext context) {
      super(api, method, Long.MAX_VALUE);
      this.context = context;
    }

    @Override
    void writeAnswer(Bytes response) {
      // What still comes of the request is read and thrown away up to its end.
      state = State.DONE;
      connection.answers().add(() -> send(response));
    }

    private void send(Bytes response) {
      int counted = UnsentAnswers.counted(response.size());
      try {
        context
            .writeAndFlush(Frames.last(context.alloc(), response))
            .addListener(_ -> api.unsent().add(-counted));
      } catch (OutOfMemoryError e) {
        api.unsent().add(-counted);
        context.close();
        throw e;
      }
    }

    @Override
    void writeFailure() {
      state = State.DONE;
      finishEmpty(context);
    }
  }
}
