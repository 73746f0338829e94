package network.wcn.cli.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.wcn.domain.Bytes;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;

/** Nodes and clients as blocks of lines for people and as JSON for programs. */
public final class OperatorText {
  private OperatorText() {}

  /** Returns the lines of a node, indented by a tab, each ended. */
  public static String block(NodeEndpoint node) {
    return line("Peer ID", node.peerId())
        + line("IPv4 address", node.address())
        + node.privateAddress().map(address -> line("Private IPv4 address", address)).orElse("")
        + line("Primary port", node.primaryPort())
        + line("Secondary port", node.secondaryPort());
  }

  /** Returns the lines of a client, indented by a tab, each ended. */
  public static String block(AuthorizedClient client) {
    return line("Peer ID", client.peerId()) + line("Authorized namespaces", namespaces(client));
  }

  private static String line(String name, Object value) {
    return "\t" + name + ": " + value + "\n";
  }

  /** Returns the indexes of a client's namespaces, in the order of the contract. */
  public static List<Integer> namespaces(AuthorizedClient client) {
    Bytes listed = client.namespaceIndexes();
    List<Integer> indexes = new ArrayList<>(listed.size());
    for (int i = 0; i < listed.size(); i++) {
      indexes.add(Byte.toUnsignedInt(listed.at(i)));
    }
    return indexes;
  }

  /** Returns a node in one line, as options take it. */
  public static String inline(NodeEndpoint node) {
    return node.peerId()
        + " "
        + node.address()
        + " "
        + node.privateAddress().map(Ipv4Address::toString).orElse("None")
        + " "
        + node.primaryPort()
        + " "
        + node.secondaryPort();
  }

  /** Returns a client in one line. */
  public static String inline(AuthorizedClient client) {
    return client.peerId() + " " + namespaces(client);
  }

  /** Returns a node for JSON. */
  public static Map<String, Object> json(NodeEndpoint node) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("peer_id", node.peerId().toString());
    object.put("ipv4_address", node.address().toString());
    node.privateAddress()
        .ifPresent(address -> object.put("private_ipv4_address", address.toString()));
    object.put("primary_port", node.primaryPort());
    object.put("secondary_port", node.secondaryPort());
    return object;
  }

  /** Returns a client for JSON. */
  public static Map<String, Object> json(AuthorizedClient client) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("peer_id", client.peerId().toString());
    object.put("authorized_namespaces", namespaces(client));
    return object;
  }
}
