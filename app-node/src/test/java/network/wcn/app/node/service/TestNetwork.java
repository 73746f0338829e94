package network.wcn.app.node.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.ClusterKey;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ClusterView;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.ViewReader;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;
import network.wcn.tck.cluster.FakeCluster;
import network.wcn.wire.onchain.OnChainData;
import network.wcn.wire.onchain.OperatorDataCodec;
import network.wcn.wire.onchain.SettingsCodec;

/**
 * A network of five operators with two nodes each, as far as a node sees it. Operator i has the
 * address of 20 bytes i + 1, nodes at 10.0.0.(i + 1), ports 3000 and up, and one client that may
 * use namespace 0 of each operator.
 */
final class TestNetwork {
  static final long NOW_SECONDS = 1_800_000_000L;
  static final WallClock CLOCK = () -> NOW_SECONDS * 1_000_000;
  static final PeerId CLIENT = peer(99, 0);
  static final OperatorId OWNER = operator(200);
  static final Namespace NAMESPACE = new Namespace(operator(0), 0);
  static final Expiration IN_AN_HOUR = new Expiration(NOW_SECONDS + 3600);
  static final RecordVersion VERSION = new RecordVersion(NOW_SECONDS * 1_000_000);

  private static final ClusterKey KEY = new ClusterKey(Bytes.fromHex("05".repeat(32)));

  private final FakeCluster cluster;
  private final ViewReader reader = new ViewReader(new OnChainData(KEY));

  TestNetwork() {
    List<OperatorEntry> operators = new ArrayList<>();
    for (int slot = 0; slot < 5; slot++) {
      operators.add(entry(slot, "operator " + slot));
    }
    cluster =
        new FakeCluster(
            new Genesis(OWNER, SettingsCodec.encode(NetworkSettings.DEFAULTS), operators), CLOCK);
  }

  static OperatorId operator(int slot) {
    return new OperatorId(Bytes.fromHex("%02x".formatted(slot + 1).repeat(20)));
  }

  static PeerId peer(int slot, int node) {
    return PeerId.ofEd25519(Bytes.fromHex("%02x%02x".formatted(slot, node).repeat(16)));
  }

  static OperatorEntry entry(int slot, String name) {
    List<NodeEndpoint> nodes = List.of(node(slot, 0), node(slot, 1));
    List<AuthorizedClient> clients = List.of(AuthorizedClient.of(CLIENT, 0));
    NodeOperator operator = new NodeOperator(operator(slot), name, nodes, clients);
    return new OperatorEntry(operator.id(), new OperatorDataCodec(KEY).encode(operator));
  }

  static NodeEndpoint node(int slot, int node) {
    Ipv4Address address = Ipv4Address.parse("10.0.0." + (slot + 1));
    int port = 3000 + 10 * node;
    return new NodeEndpoint(peer(slot, node), address, Optional.empty(), port, port + 1);
  }

  static Deadline soon() {
    return Deadline.after(Ticker.system(), Duration.ofMinutes(1));
  }

  FakeCluster cluster() {
    return cluster;
  }

  ViewReader reader() {
    return reader;
  }

  ClusterView view() {
    return reader.read(cluster.ledger().view()).orElseThrow();
  }
}
