package network.wcn.wire.onchain;

import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.postcard.Postcard;
import network.wcn.wire.postcard.PostcardReader;
import network.wcn.wire.postcard.PostcardSink;

/**
 * An operator's name, nodes and clients as the bytes that the contract holds.
 *
 * <p>Schema 1 is written; schema 0, which knows no private addresses, is read as well. Safe for use
 * by many threads.
 *
 * @see "protocol/wire.md section 10"
 */
public final class OperatorDataCodec {
  private static final int WITHOUT_PRIVATE_ADDRESS = 0;
  private static final int WITH_PRIVATE_ADDRESS = 1;

  // A peer ID takes at least 3 bytes (length, code, digest length), a port at least 1.
  private static final int LEAST_NODE_SIZE_BYTES = 3 + Ipv4Address.SIZE_BYTES + 2;
  private static final int LEAST_CLIENT_SIZE_BYTES = 3 + 1;

  private final AddressCipher addresses;

  /** Makes the codec of the network whose addresses {@code key} encrypts. */
  public OperatorDataCodec(ClusterKey key) {
    this.addresses = new AddressCipher(key);
  }

  /**
   * Returns the data to write for {@code operator}, in schema 1.
   *
   * @throws IllegalArgumentException if the name is longer than 32 bytes of UTF-8
   */
  public Bytes encode(NodeOperator operator) {
    operator.requireWritable();
    // Encrypted outside: the sink is given everything twice.
    List<NodeEndpoint> nodes = operator.nodes().stream().map(this::encrypted).toList();
    return Postcard.encode(sink -> {
      sink.u8(WITH_PRIVATE_ADDRESS);
      sink.string(operator.name());
      sink.list(nodes, OperatorDataCodec::writeNode);
      sink.list(operator.clients(), OperatorDataCodec::writeClient);
    });
  }

  /**
   * Returns the operator that {@code data} describes.
   *
   * <p>The name may have any length; bytes after the value are not looked at.
   *
   * @throws MalformedMessage if {@code data} is empty, of another schema, cut, or names fewer than
   *     2 nodes
   */
  public NodeOperator decode(OperatorId id, Bytes data) {
    PostcardReader reader = new PostcardReader(data);
    int schema = Schema.read(reader, "operator data");
    String name = reader.string();
    List<NodeEndpoint> nodes =
        reader.list(LEAST_NODE_SIZE_BYTES, node -> decrypted(readNode(node, schema)));
    List<AuthorizedClient> clients =
        reader.list(LEAST_CLIENT_SIZE_BYTES, OperatorDataCodec::readClient);
    if (nodes.size() < NodeOperator.MIN_NODES) {
      throw new MalformedMessage(
          "expected at least " + NodeOperator.MIN_NODES + " nodes, got " + nodes.size());
    }
    return new NodeOperator(id, name, nodes, clients);
  }

  private static void writeNode(PostcardSink sink, NodeEndpoint node) {
    sink.bytes(node.peerId().multihash());
    sink.fixed(node.address().toBytes());
    sink.option(node.privateAddress(), (option, address) -> option.fixed(address.toBytes()));
    sink.u16(node.primaryPort());
    sink.u16(node.secondaryPort());
  }

  private static NodeEndpoint readNode(PostcardReader reader, int schema) {
    return new NodeEndpoint(
        readPeerId(reader),
        readAddress(reader),
        schema == WITHOUT_PRIVATE_ADDRESS
            ? Optional.empty()
            : reader.option(OperatorDataCodec::readAddress),
        reader.u16(),
        reader.u16());
  }

  private static void writeClient(PostcardSink sink, AuthorizedClient client) {
    sink.bytes(client.peerId().multihash());
    sink.bytes(client.namespaceIndexes());
  }

  private static AuthorizedClient readClient(PostcardReader reader) {
    return new AuthorizedClient(readPeerId(reader), reader.bytes());
  }

  private static PeerId readPeerId(PostcardReader reader) {
    Bytes multihash = reader.bytes();
    try {
      return new PeerId(multihash);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("not a peer ID: " + e.getMessage(), e);
    }
  }

  private static Ipv4Address readAddress(PostcardReader reader) {
    return Ipv4Address.fromBytes(reader.fixed(Ipv4Address.SIZE_BYTES));
  }

  private NodeEndpoint encrypted(NodeEndpoint node) {
    return new NodeEndpoint(
        node.peerId(),
        addresses.encrypt(node.address(), node.peerId()),
        node.privateAddress().map(address -> addresses.encrypt(address, node.peerId())),
        node.primaryPort(),
        node.secondaryPort());
  }

  private NodeEndpoint decrypted(NodeEndpoint node) {
    return new NodeEndpoint(
        node.peerId(),
        addresses.decrypt(node.address(), node.peerId()),
        node.privateAddress().map(address -> addresses.decrypt(address, node.peerId())),
        node.primaryPort(),
        node.secondaryPort());
  }
}
