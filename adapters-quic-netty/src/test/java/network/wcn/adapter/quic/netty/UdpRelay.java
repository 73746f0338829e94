package network.wcn.adapter.quic.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between one client and a server, and lets packets up to a size pass. */
final class UdpRelay implements AutoCloseable {
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;
  private static final int LARGEST_OF_NETWORK = 1472;

  private final DatagramSocket front;
  private final DatagramSocket back;
  private final int widest;
  private final AtomicReference<SocketAddress> client = new AtomicReference<>();
  private final AtomicInteger largest = new AtomicInteger();
  private final AtomicInteger large = new AtomicInteger();

  /**
   * Starts to relay.
   *
   * @param widest packets with larger payloads are dropped
   */
  UdpRelay(InetSocketAddress server, int widest) throws IOException {
    this.widest = widest;
    front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    front.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
    back.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
    Thread.ofPlatform()
        .daemon()
        .name("relay to server")
        .start(() -> relay(front, packet -> toServer(packet, server)));
    Thread.ofPlatform().daemon().name("relay to client").start(() -> relay(back, this::toClient));
  }

  private interface Way {
    void pass(DatagramPacket packet) throws IOException;
  }

  private void relay(DatagramSocket from, Way way) {
    DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
    try {
      while (true) {
        packet.setLength(1 << 16);
        from.receive(packet);
        largest.accumulateAndGet(packet.getLength(), Math::max);
        if (packet.getLength() > LARGEST_OF_NETWORK) {
          large.incrementAndGet();
        }
        if (packet.getLength() <= widest) {
          way.pass(packet);
        }
      }
    } catch (IOException e) {
      if (!from.isClosed()) {
        throw new UncheckedIOException("the relay broke", e);
      }
    }
  }

  private void toServer(DatagramPacket packet, InetSocketAddress server) throws IOException {
    client.set(packet.getSocketAddress());
    packet.setSocketAddress(server);
    back.send(packet);
  }

  private void toClient(DatagramPacket packet) throws IOException {
    packet.setSocketAddress(client.get());
    front.send(packet);
  }

  int port() {
    return front.getLocalPort();
  }

  /** Returns the size of the largest payload that has come. */
  int largest() {
    return largest.get();
  }

  /** Returns how many packets have come that are larger than any that the network's nodes send. */
  int large() {
    return large.get();
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
