package network.wcn.domain.membership;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.identity.PeerId;

/** Who is who, looked up by what a connection proves. Made once per view, then only read. */
final class PeerIndex {
  private final Map<PeerId, Integer> nodeSlots = new HashMap<>();
  private final Set<PeerId> clients = new HashSet<>();
  private final Map<OperatorId, Map<PeerId, BitSet>> grants = new HashMap<>();

  PeerIndex(List<Optional<ClusterOperator>> operators) {
    for (int slot = 0; slot < operators.size(); slot++) {
      if (operators.get(slot).isPresent()) {
        add(slot, operators.get(slot).get());
      }
    }
  }

  private void add(int slot, ClusterOperator operator) {
    for (NodeEndpoint node : operator.nodes()) {
      nodeSlots.putIfAbsent(node.peerId(), slot);
    }
    Map<PeerId, BitSet> granted = new HashMap<>();
    for (AuthorizedClient client : operator.clients()) {
      clients.add(client.peerId());
      BitSet indexes = granted.computeIfAbsent(client.peerId(), _ -> new BitSet());
      Bytes listed = client.namespaceIndexes();
      for (int i = 0; i < listed.size(); i++) {
        indexes.set(Byte.toUnsignedInt(listed.at(i)));
      }
    }
    grants.put(operator.id(), granted);
  }

  Optional<Integer> slotOfNode(PeerId peer) {
    return Optional.ofNullable(nodeSlots.get(peer));
  }

  boolean isNode(PeerId peer) {
    return nodeSlots.containsKey(peer);
  }

  boolean isClient(PeerId peer) {
    return clients.contains(peer);
  }

  boolean mayUse(PeerId peer, Namespace namespace) {
    BitSet indexes = grants.getOrDefault(namespace.operator(), Map.of()).get(peer);
    return indexes != null && indexes.get(namespace.index());
  }
}
