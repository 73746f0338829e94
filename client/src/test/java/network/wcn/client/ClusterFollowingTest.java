package network.wcn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractDataReader;
import network.wcn.domain.membership.ContractMigration;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.Ipv4Address;
import network.wcn.domain.membership.KeyspaceSpec;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import network.wcn.domain.membership.SlotMask;
import network.wcn.wire.json.ClusterEvent;
import network.wcn.wire.json.ClusterStreamItem;
import org.junit.jupiter.api.Test;

class ClusterFollowingTest {
  private static final OperatorId ALICE = operator("a1");
  private static final OperatorId BOB = operator("b0");
  private static final OperatorId CAROL = operator("c0");

  private final MemoryNetwork network = new MemoryNetwork();

  private static OperatorId operator(String lastByte) {
    return OperatorId.parse("0x" + "00".repeat(19) + lastByte);
  }

  private WcnClientBuilder builder() {
    return WcnClient.builder()
        .bootstrap(ClientNode.of(peer(0), "10.0.0.1", 3010))
        .contractData(new TwoNodesEach())
        .transport(network);
  }

  @Test
  void onlyNodesOfOperatorsThatAreNotIgnoredAreAsked() {
    network.show(view(ALICE, BOB));
    try (WcnClient client = builder().ignore(BOB).connect()) {
      Records records = client.namespace(new Namespace(ALICE, 0));
      network.asked.clear();
      records.get(Bytes.utf8("key"));
      network.dead.add(address(ALICE, 1));
      records.get(Bytes.utf8("key"));
      assertEquals(Set.of(address(ALICE, 1), address(ALICE, 2)), network.asked);
    }
  }

  @Test
  void operatorsThatJoinAreLinkedTo() {
    network.show(view(ALICE, BOB));
    try (WcnClient client = builder().connect()) {
      assertEquals(4, client.openLinkCount());
      network.show(view(ALICE, BOB, CAROL));
      OperatorEntry joined = new OperatorEntry(CAROL, Bytes.empty());
      network.announce(
          new ClusterStreamItem.Happened(
              new ClusterEvent.NodeOperatorAdded(2, joined, BigInteger.TWO)));
      while (client.openLinkCount() != 6) {
        Thread.onSpinWait();
      }
    }
  }

  private static InetSocketAddress address(OperatorId operator, int node) {
    return Addresses.parse("10.1." + lastByte(operator) + "." + node, 3010);
  }

  private static int lastByte(OperatorId operator) {
    return operator.address().at(19) & 0xff;
  }

  private static PeerId peer(int number) {
    byte[] publicKey = new byte[32];
    publicKey[0] = (byte) number;
    return PeerId.ofEd25519(Bytes.of(publicKey));
  }

  private static ContractView view(OperatorId... operators) {
    List<Optional<OperatorEntry>> slots = new ArrayList<>();
    for (OperatorId operator : operators) {
      slots.add(Optional.of(new OperatorEntry(operator, Bytes.empty())));
    }
    KeyspaceSpec keyspace = new KeyspaceSpec(SlotMask.EMPTY, 0);
    return new ContractView(
        ALICE,
        new ContractSettings(4096, 5, Bytes.empty()),
        BigInteger.valueOf(operators.length),
        0,
        slots,
        List.of(keyspace, keyspace),
        new ContractMigration(0, 0, 0, SlotMask.EMPTY),
        Optional.empty());
  }

  /** Reads two nodes out of any operator's ID. */
  private static final class TwoNodesEach implements ContractDataReader {
    @Override
    public ClusterOperator operator(OperatorEntry entry) {
      int letter = lastByte(entry.id());
      List<NodeEndpoint> nodes = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        Ipv4Address ip = Ipv4Address.parse("10.1." + letter + "." + i);
        nodes.add(new NodeEndpoint(peer(letter + i), ip, Optional.empty(), 3010, 3011));
      }
      return new NodeOperator(entry.id(), "operator", nodes, List.of());
    }

    @Override
    public NetworkSettings settings(ContractSettings settings) {
      throw new UnsupportedOperationException("clients do not read settings");
    }
  }
}
