package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.Bytes;
import network.wcn.domain.api.RpcMethod;
import network.wcn.wire.MalformedMessage;

/**
 * The server's end of a stream that carries all unary calls of a connection.
 *
 * <p>While the client does not read its answers, nothing is read of what it asks: its requests wait
 * at its own end, where QUIC's window holds them back.
 *
 * @see SharedMessage
 */
final class SharedServerStream extends ChannelInboundHandlerAdapter implements SharedInbox.Sink {
  private final ServerConnection connection;
  private final ServedApi api;
  private final Channel channel;
  private final SharedOutbox outbox;
  private final SharedInbox inbox = new SharedInbox(this);
  private final IntObjectHashMap<SharedCall> running = new IntObjectHashMap<>();
  private boolean isReading = true;

  SharedServerStream(ServerConnection connection, ServedApi api, Channel channel) {
    this.connection = connection;
    this.api = api;
    this.channel = channel;
    this.outbox = new SharedOutbox(api.server().loop(), channel, this::count);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    read(in);
    in.release();
  }

  /** Takes what has arrived; does not release it. */
  void read(ByteBuf in) {
    try {
      inbox.read(in);
    } catch (MalformedMessage _) {
      connection.close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    outbox.flushNow();
    if (isReading && isPilingUp()) {
      isReading = false;
      api.server().paused();
      channel.config().setAutoRead(false);
    }
  }

  /** Returns whether the client reads its answers more slowly than it asks. */
  private boolean isPilingUp() {
    return outbox.unsentBytes() > api.unsent().pauseBytes();
  }

  private void readOn() {
    if (!isReading && !isPilingUp()) {
      isReading = true;
      channel.config().setAutoRead(true);
    }
  }

  private void count(long change) {
    api.unsent().add(change);
    if (change < 0) {
      readOn();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      outbox.writeParts();
    }
  }

  @Override
  public void request(int number, int methodId, int budgetMicros, Bytes payload) {
    Optional<RpcMethod> method = api.service().api().method(methodId);
    if (method.isEmpty()
        || method.get().shape() != RpcMethod.Shape.UNARY
        || running.containsKey(number)
        || !api.tryBeginCall()) {
      outbox.failure(number);
      return;
    }
    long budgetNanos =
        budgetMicros == SharedMessage.UNLIMITED
            ? Long.MAX_VALUE
            : TimeUnit.MICROSECONDS.toNanos(Integer.toUnsignedLong(budgetMicros));
    SharedCall call = new SharedCall(method.get(), budgetNanos, number);
    running.put(number, call);
    call.serve(payload);
  }

  @Override
  public void response(int number, Bytes payload) {
    throw new MalformedMessage("a client answers no calls, got response " + number);
  }

  @Override
  public void failure(int number) {
    throw new MalformedMessage("a client fails no calls, got failure " + number);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      connection.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    List<SharedCall> lost = List.copyOf(running.values());
    running.clear();
    lost.forEach(ServedCall::abandon);
    isReading = true; // There is nothing to read on.
    outbox.discard();
  }

  /** One of the calls that run. */
  private final class SharedCall extends ServedCall {
    private final int number;

    SharedCall(RpcMethod method, long budgetNanos, int number) {
      super(api, method, budgetNanos);
      this.number = number;
    }

    @Override
    void writeAnswer(Bytes response) {
      if (running.remove(number) != null) {
        outbox.response(number, response);
      } else {
        api.unsent().add(-UnsentAnswers.counted(response.size()));
      }
    }

    @Override
    void writeFailure() {
      if (running.remove(number) != null) {
        outbox.failure(number);
      }
    }
  }
}
