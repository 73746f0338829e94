package network.wcn.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import network.wcn.domain.membership.Ipv4Address;

/** Socket addresses of nodes, never looked up by name. */
final class Addresses {
  private Addresses() {}

  static InetSocketAddress parse(String ipAddress, int port) {
    return of(Ipv4Address.parse(ipAddress), port);
  }

  static InetSocketAddress of(Ipv4Address address, int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, got " + port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address.toBytes().toArray()), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address: " + address, e);
    }
  }
}
