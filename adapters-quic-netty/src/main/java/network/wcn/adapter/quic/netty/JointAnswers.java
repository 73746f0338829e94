package network.wcn.adapter.quic.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets the answers of one connection that are ready in one round of the event loop leave in one
 * pass, their packets joined for the kernel to cut again. Only for use on the event loop.
 *
 * <p>Netty goes through all of a connection after every write to one of its streams, unless it is
 * reading that connection, and sends what there is: each of many answers would leave by itself. But
 * on such a pass it takes further writes along. It begins by asking how many packets it may join,
 * and that is when the answers that wait here are written: the first of them makes it begin, or an
 * acknowledgement that is due. Should it ever begin otherwise, they are written one by one.
 */
final class JointAnswers implements SegmentedDatagramPacketAllocator, TransportLoop.Flushable {
  private static final Logger LOG = System.getLogger(JointAnswers.class.getName());

  private final TransportLoop loop;
  private final SegmentedDatagramPacketAllocator segments;
  private final Queue<Runnable> writes = new ArrayDeque<>();
  private boolean isFlushDue;

  /**
   * @param segments joins packets
   */
  JointAnswers(TransportLoop loop, SegmentedDatagramPacketAllocator segments) {
    this.loop = loop;
    this.segments = segments;
  }

  /** Returns where to hand the answers of {@code channel}'s streams. */
  static JointAnswers of(TransportLoop loop, QuicChannel channel) {
    JointAnswers answers =
        new JointAnswers(
            loop,
            channel.config().getOption(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR));
    channel.config().setOption(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, answers);
    return answers;
  }

  /** Runs {@code write}, which writes to a stream, soon: in this round of the loop. */
  void add(Runnable write) {
    writes.add(write);
    if (!isFlushDue) {
      isFlushDue = true;
      loop.flushSoon(this);
    }
  }

  @Override
  public void flushCollected() {
    isFlushDue = false;
    writeAll();
  }

  private void writeAll() {
    for (Runnable write = writes.poll(); write != null; write = writes.poll()) {
      try {
        write.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        // Netty is in the middle of sending, perhaps, and the others are still to be written.
        LOG.log(Level.ERROR, "writing an answer failed", e);
      }
    }
  }

  /** Netty asks this first when it begins to make packets. */
  @Override
  public int maxNumSegments() {
    writeAll();
    return segments.maxNumSegments();
  }

  @Override
  public DatagramPacket newPacket(ByteBuf content, int segmentSize, InetSocketAddress recipient) {
    return segments.newPacket(content, segmentSize, recipient);
  }
}
