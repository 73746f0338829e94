package network.wcn.client;

import java.net.InetSocketAddress;
import java.util.Optional;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;

/**
 * A node that a client may ask.
 *
 * @param operator who runs it, if the cluster view told us
 * @param peer whom the connection must prove
 * @param address UDP address of its primary port
 */
public record ClientNode(Optional<OperatorId> operator, PeerId peer, InetSocketAddress address) {
  /**
   * Reads {@code <peer ID>@<IPv4 address>:<port>}, as of a bootstrap node.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static ClientNode parse(String text) {
    int at = text.indexOf('@');
    int colon = text.lastIndexOf(':');
    if (at < 0 || colon < at) {
      throw refused(text, null);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return of(PeerId.parse(text.substring(0, at)), text.substring(at + 1, colon), port);
    } catch (IllegalArgumentException e) {
      throw refused(text, e);
    }
  }

  /**
   * Returns a node whose operator is not known.
   *
   * @param ipAddress an IPv4 address in digits
   * @param port 1 to 65,535
   */
  public static ClientNode of(PeerId peer, String ipAddress, int port) {
    return new ClientNode(Optional.empty(), peer, Addresses.parse(ipAddress, port));
  }

  private static IllegalArgumentException refused(
      String text, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "a node is <peer ID>@<IPv4 address>:<port>, got \"" + text + "\"", cause);
  }

  @Override
  public String toString() {
    return peer + "@" + address.getHostString() + ":" + address.getPort();
  }
}
