package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.wcn.domain.Bytes;
import network.wcn.port.rpc.LinkFault;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a stream that carries all unary calls of a connection.
 *
 * @see SharedMessage
 */
final class SharedClientStream extends ChannelInboundHandlerAdapter implements SharedInbox.Sink {
  private final ClientConnection connection;
  private final TransportLoop loop;
  private final SharedInbox inbox = new SharedInbox(this);
  private final IntObjectHashMap<OutboundCall> calls = new IntObjectHashMap<>();
  private @Nullable SharedOutbox outbox;
  private int lastCall;

  SharedClientStream(ClientConnection connection, TransportLoop loop) {
    this.connection = connection;
    this.loop = loop;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    outbox = new SharedOutbox(loop, context.channel(), _ -> {});
    outbox.open();
    context.fireChannelActive();
  }

  /** Sends a call that has begun; the stream must be active. */
  void send(OutboundCall call) {
    if (outbox == null) {
      call.failed(new LinkFault(LinkFault.Kind.CONNECTION, "the shared stream is gone"));
      return;
    }
    int number = ++lastCall;
    calls.put(number, call);
    long nanos = call.deadline().tickNanos() - loop.wheel().nanos();
    long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
    int budget = micros > 0xffff_fffeL ? SharedMessage.UNLIMITED : (int) micros;
    outbox.request(number, call.method().id(), budget, call.request());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      inbox.read(in);
    } catch (MalformedMessage e) {
      lose(new LinkFault(LinkFault.Kind.CODEC, "malformed shared stream: " + e.getMessage(), e));
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (outbox != null) {
      outbox.flushNow();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (outbox != null && context.channel().isWritable()) {
      outbox.writeParts();
    }
  }

  @Override
  public void response(int number, Bytes payload) {
    OutboundCall call = calls.remove(number);
    if (call != null) {
      call.answered(payload);
    }
  }

  @Override
  public void failure(int number) {
    OutboundCall call = calls.remove(number);
    if (call != null) {
      call.endedUnanswered();
    }
  }

  @Override
  public void request(int number, int method, int budgetMicros, Bytes payload) {
    throw new MalformedMessage("a server makes no calls, got request " + number);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      lose(new LinkFault(LinkFault.Kind.CONNECTION, "the peer ended the shared stream"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lose(new LinkFault(LinkFault.Kind.IO, "the shared stream broke: " + cause, cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lose(new LinkFault(LinkFault.Kind.CONNECTION, "the connection is lost"));
  }

  private void lose(LinkFault fault) {
    connection.lose(fault);
    failAll(fault);
  }

  /** Fails the calls that are under way. */
  void failAll(LinkFault fault) {
    if (outbox != null) {
      outbox.discard();
      outbox = null;
    }
    List<OutboundCall> lost = List.copyOf(calls.values());
    calls.clear();
    lost.forEach(call -> call.failed(fault));
  }
}
