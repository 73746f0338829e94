package network.wcn.app.node.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import network.wcn.app.node.NodeSettings;
import network.wcn.domain.Bytes;
import network.wcn.domain.InvariantViolation;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;

/**
 * Where nodes are dialled.
 *
 * @param publicAddress nodes listed at it run on this machine and are dialled at 127.0.0.1
 */
record NodeAddresses(Optional<Ipv4Address> publicAddress) {
  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

  /** Returns where a node that is set up like this dials the others. */
  static NodeAddresses seenFrom(NodeSettings settings) {
    return new NodeAddresses(
        settings
            .publicAddress()
            .map(address -> Ipv4Address.fromBytes(Bytes.wrap(address.getAddress()))));
  }

  InetSocketAddress primary(NodeEndpoint node) {
    return new InetSocketAddress(address(node), node.primaryPort());
  }

  InetSocketAddress secondary(NodeEndpoint node) {
    return new InetSocketAddress(address(node), node.secondaryPort());
  }

  private InetAddress address(NodeEndpoint node) {
    boolean isHere = publicAddress.isPresent() && publicAddress.get().equals(node.address());
    try {
      return InetAddress.getByAddress((isHere ? LOOPBACK : node.address()).toBytes().toArray());
    } catch (UnknownHostException e) {
      throw new InvariantViolation("four bytes are an address, but: " + e);
    }
  }
}
