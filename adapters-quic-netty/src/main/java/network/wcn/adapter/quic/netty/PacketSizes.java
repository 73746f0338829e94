package network.wcn.adapter.quic.netty;

import java.net.InetSocketAddress;
import network.wcn.port.rpc.Priority;

/**
 * How large the UDP payloads of a connection may be.
 *
 * <p>Most of what QUIC costs, it costs for each packet. So bulk data between loopback addresses may
 * travel in packets of the size of Ethernet's jumbo frames. Whether they arrive is found out by
 * probing (RFC 8899), from 1,200 bytes on; where they do not, only probes are lost.
 *
 * @param receivedBytes what we announce, and have buffers for
 * @param sentBytes what we send at most
 */
record PacketSizes(int receivedBytes, int sentBytes) {
  /** What the network's nodes announce. */
  private static final int ANNOUNCED_BYTES = 1472;

  /** Passes wherever QUIC does, nearly. */
  private static final int USUAL_BYTES = 1350;

  /** Of a frame of 9,000 bytes, without the headers of IPv6 and UDP. */
  private static final int JUMBO_BYTES = 8952;

  /** Between bulk ends on one machine; the QUIC library probes no more than we announce. */
  private static final PacketSizes JUMBO = new PacketSizes(JUMBO_BYTES, JUMBO_BYTES);

  private static final PacketSizes USUAL = new PacketSizes(ANNOUNCED_BYTES, USUAL_BYTES);

  /** Returns the sizes of a connection of that priority to or from {@code peer}. */
  static PacketSizes of(Priority priority, InetSocketAddress peer) {
    return isHere(peer) ? withinMachine(priority) : elsewhere();
  }

  /** Returns whether {@code peer} has a loopback address. */
  static boolean isHere(InetSocketAddress peer) {
    return peer.getAddress() != null && peer.getAddress().isLoopbackAddress();
  }

  /** Returns the sizes of a connection between loopback addresses. */
  static PacketSizes withinMachine(Priority priority) {
    return switch (priority) {
      case HIGH -> USUAL;
      case LOW -> JUMBO;
    };
  }

  /** Returns the sizes of a connection with any other address. */
  static PacketSizes elsewhere() {
    return USUAL;
  }

  /** Returns whether packets of that size are tried before data is entrusted to them. */
  boolean areProbed() {
    return sentBytes > USUAL_BYTES;
  }
}
