package network.wcn.cli.devnet;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.wire.account.AccountKey;
import network.wcn.wire.onchain.OperatorDataCodec;
import network.wcn.wire.onchain.SettingsCodec;

/** What the contract of a devnet begins with: every operator, its nodes and the one client. */
public final class LedgerGenesis {
  /** How many namespaces of each operator the client may use. */
  static final int NAMESPACES = 2;

  private LedgerGenesis() {}

  /** Returns the beginning of the network that {@code devnetFile} describes. */
  public static Genesis read(Path devnetFile) {
    DevnetFile file = DevnetFile.read(devnetFile);
    return new Genesis(
        AccountKey.parse(file.chain().ownerPrivateKey()).address(),
        SettingsCodec.encode(NetworkSettings.DEFAULTS),
        file.operators().stream().map(operator -> entry(file, operator)).toList());
  }

  /** Returns an operator as the contract holds it: with its nodes and the network's client. */
  static OperatorEntry entry(DevnetFile file, DevnetFile.Operator operator) {
    OperatorDataCodec codec = new OperatorDataCodec(ClusterKey.parse(file.encryptionKey()));
    OperatorId id = OperatorId.parse(operator.id());
    AuthorizedClient authorized =
        AuthorizedClient.of(
            PeerId.parse(file.client().peerId()), IntStream.range(0, NAMESPACES).toArray());
    List<NodeEndpoint> nodes = operator.nodes().stream().map(LedgerGenesis::endpoint).toList();
    return new OperatorEntry(
        id, codec.encode(new NodeOperator(id, operator.name(), nodes, List.of(authorized))));
  }

  private static NodeEndpoint endpoint(DevnetFile.Server node) {
    return new NodeEndpoint(
        PeerId.parse(node.peerId()),
        Ipv4Address.parse(node.address()),
        Optional.empty(),
        node.primaryPort(),
        node.secondaryPort());
  }
}
