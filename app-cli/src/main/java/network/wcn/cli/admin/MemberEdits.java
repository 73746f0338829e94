package network.wcn.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import network.wcn.cli.contract.Change;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorView;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;
import org.jspecify.annotations.Nullable;

/** Changes of who is a member, and how they are shown. */
final class MemberEdits {
  private final ContractSession session;

  MemberEdits(ContractSession session) {
    this.session = session;
  }

  Change add(OperatorId id, String name, List<NodeEndpoint> nodes) {
    NodeOperator operator = operator(id, name, nodes, List.of());
    return Change.asking(
        "Adding operator:\n" + OperatorView.text(operator).stripTrailing(),
        Map.of("new", OperatorView.json(operator)),
        new ContractCall.AddNodeOperator(session.entry(operator)));
  }

  /** Adds an operator, or replaces all of it; that clears its clients. */
  Change set(OperatorId id, String name, List<NodeEndpoint> nodes) {
    OptionalInt slot = session.view().slotOf(id);
    return slot.isEmpty()
        ? add(id, name, nodes)
        : rewrite(slot.getAsInt(), operator(id, name, nodes, List.of()));
  }

  /**
   * Replaces name, nodes or both.
   *
   * @throws network.wcn.cli.CommandFailed if what stays cannot be read
   */
  Change update(int slot, @Nullable String name, @Nullable List<NodeEndpoint> nodes) {
    NodeOperator old = ContractSession.readable(at(slot));
    return rewrite(
        slot,
        operator(
            old.id(),
            name == null ? old.name() : name,
            nodes == null ? old.nodes() : nodes,
            old.clients()));
  }

  private Change rewrite(int slot, NodeOperator changed) {
    ClusterOperator old = at(slot);
    OperatorEntry entry = session.entry(changed);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("slot", slot);
    facts.put("old", OperatorView.json(old));
    facts.put("new", OperatorView.json(changed));
    return Change.asking(
        "Updating operator["
            + slot
            + "]:\nOld:\n"
            + OperatorView.text(old)
            + "\nNew:\n"
            + OperatorView.text(changed).stripTrailing(),
        facts,
        new ContractCall.UpdateNodeOperatorData(entry.id(), entry.data()));
  }

  Change remove(int slot) {
    return Change.askingOnlyHere(
        "Removing " + session.names().of(slot),
        Map.of("removed", session.names().json(slot)),
        new ContractCall.RemoveNodeOperator(at(slot).id()));
  }

  private ClusterOperator at(int slot) {
    return session.at(slot).orElseThrow();
  }

  private NodeOperator operator(
      OperatorId id, String name, List<NodeEndpoint> nodes, List<AuthorizedClient> clients) {
    try {
      return new NodeOperator(id, name, nodes, clients).requireWritable();
    } catch (IllegalArgumentException e) {
      throw session.wrong(String.valueOf(e.getMessage()));
    }
  }
}
