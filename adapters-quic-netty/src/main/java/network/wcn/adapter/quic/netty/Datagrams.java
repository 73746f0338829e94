package network.wcn.adapter.quic.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.FlushStrategy;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import network.wcn.port.rpc.Priority;

/** UDP sockets, and the QUIC parameters common to both ends. */
final class Datagrams {
  /** Packets read by one system call, where the kernel can. */
  private static final int PACKETS_PER_READ = 16;

  private static final int READS_PER_ROUND = 8;

  private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;
  private static final int SEGMENTS_PER_WRITE = 32;
  private static final long CONNECTION_WINDOW_BYTES = 8L * 1024 * 1024;
  private static final long STREAM_WINDOW_BYTES = 4L * 1024 * 1024;
  private static final int PACKETS_BEFORE_FLUSH = 64;
  private static final int INITIAL_WINDOW_PACKETS = 32;
  private static final int CONNECTION_ID_BYTES = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PRIORITY = 12;
  private static final ChannelOption<Integer> SOCKET_PRIORITY =
      new IntegerUnixChannelOption("SO_PRIORITY", SOL_SOCKET, SO_PRIORITY);

  private Datagrams() {}

  /** Returns what event loops are driven by: epoll where there is one. */
  static IoHandlerFactory ioHandler() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /** Returns a socket to bind or connect on {@code loop}, whose packets {@code handler} gets. */
  @SuppressWarnings("deprecation") // Netty has not said what else sets the read buffers.
  static Bootstrap socket(
      EventLoop loop, Priority priority, PacketSizes sizes, ChannelHandler handler) {
    int packets = Epoll.isAvailable() ? PACKETS_PER_READ : 1;
    MaxMessagesRecvByteBufAllocator buffers =
        new FixedRecvByteBufAllocator(sizes.receivedBytes() * packets)
            .maxMessagesPerRead(PACKETS_PER_READ * READS_PER_ROUND);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.RCVBUF_ALLOCATOR, buffers)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
            .option(ChannelOption.IP_TOS, typeOfService(priority))
            .handler(handler);
    if (Epoll.isAvailable()) {
      bootstrap
          .option(SOCKET_PRIORITY, priority == Priority.HIGH ? 6 : 0)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, sizes.receivedBytes());
    }
    return bootstrap;
  }

  /**
   * Returns how packets of one connection are joined for the kernel to cut again. Large ones are
   * not: the kernel takes no joined ones that a network device would have to fragment.
   */
  static SegmentedDatagramPacketAllocator segments(PacketSizes sizes) {
    return Epoll.isAvailable() && !sizes.areProbed()
        ? EpollQuicUtils.newSegmentedAllocator(SEGMENTS_PER_WRITE)
        : SegmentedDatagramPacketAllocator.NONE;
  }

  /**
   * Sets the network's transport parameters.
   *
   * @param maxConcurrentRpcs streams that the other end may have open
   * @param idleTimeout as announced; zero for none
   */
  static <B extends QuicCodecBuilder<B>> B parameters(
      B codec, PacketSizes sizes, int maxConcurrentRpcs, Duration idleTimeout) {
    return codec
        .maxIdleTimeout(idleTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .initialMaxData(CONNECTION_WINDOW_BYTES)
        .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW_BYTES)
        .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW_BYTES)
        .initialMaxStreamDataUnidirectional(STREAM_WINDOW_BYTES)
        .initialMaxStreamsBidirectional(maxConcurrentRpcs)
        .initialMaxStreamsUnidirectional(1)
        .maxRecvUdpPayloadSize(sizes.receivedBytes())
        .maxSendUdpPayloadSize(sizes.sentBytes())
        .discoverPmtu(sizes.areProbed())
        .activeConnectionIdLimit(5)
        .localConnectionIdLength(CONNECTION_ID_BYTES)
        .activeMigration(false)
        .congestionControlAlgorithm(QuicCongestionControlAlgorithm.CUBIC)
        .initialCongestionWindowPackets(INITIAL_WINDOW_PACKETS)
        .flushStrategy(FlushStrategy.afterNumPackets(PACKETS_BEFORE_FLUSH));
  }

  private static int typeOfService(Priority priority) {
    return switch (priority) {
      case HIGH -> 0xb8;
      case LOW -> 0x04;
    };
  }
}
