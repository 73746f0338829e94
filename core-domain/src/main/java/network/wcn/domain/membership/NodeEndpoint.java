package network.wcn.domain.membership;

import java.util.Optional;
import network.wcn.domain.identity.PeerId;

/**
 * One node of an operator and where it is reached.
 *
 * @param peerId whom a connection must prove; several nodes may share one
 * @param address for everyone, decrypted
 * @param privateAddress for the operator's own nodes and databases, decrypted, if it has one
 * @param primaryPort UDP port of clients' and nodes' operations, 0 to 65,535
 * @param secondaryPort UDP port of bulk and metrics, 0 to 65,535
 * @throws IllegalArgumentException if a port is outside that range
 * @see "protocol/wire.md section 10"
 */
public record NodeEndpoint(
    PeerId peerId,
    Ipv4Address address,
    Optional<Ipv4Address> privateAddress,
    int primaryPort,
    int secondaryPort) {
  public NodeEndpoint {
    checkPort("primary", primaryPort);
    checkPort("secondary", secondaryPort);
  }

  private static void checkPort(String which, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the " + which + " port is 0 to 65535, got " + port);
    }
  }
}
