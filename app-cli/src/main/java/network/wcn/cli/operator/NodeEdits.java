package network.wcn.cli.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import org.jspecify.annotations.Nullable;

/** Changes of an operator's nodes, and how they are shown. */
final class NodeEdits {
  private NodeEdits() {}

  static OwnData.Edit add(NodeOperator old, NodeEndpoint node) {
    if (old.nodes().stream().anyMatch(known -> known.peerId().equals(node.peerId()))) {
      throw new CommandFailed(
          "the operator has a node " + node.peerId() + " already; change it by node update");
    }
    List<NodeEndpoint> nodes = new ArrayList<>(old.nodes());
    nodes.add(node);
    return new OwnData.Edit(
        with(old, nodes),
        "Adding Node:\n" + OperatorText.block(node),
        Map.of("new", OperatorText.json(node)));
  }

  static OwnData.Edit update(NodeOperator old, int index, NodeEndpoint node) {
    NodeEndpoint before = at(old, index);
    List<NodeEndpoint> nodes = new ArrayList<>(old.nodes());
    nodes.set(index, node);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("index", index);
    facts.put("old", OperatorText.json(before));
    facts.put("new", OperatorText.json(node));
    return new OwnData.Edit(
        with(old, nodes),
        "Updating Node "
            + index
            + ":\nOld:\n"
            + OperatorText.block(before)
            + "\nNew:\n"
            + OperatorText.block(node),
        facts);
  }

  static OwnData.Edit remove(NodeOperator old, int index) {
    NodeEndpoint node = at(old, index);
    if (old.nodes().size() <= NodeOperator.MIN_NODES) {
      throw new CommandFailed(
          "an operator runs at least "
              + NodeOperator.MIN_NODES
              + " nodes: add the one that takes the place of this first, or update it");
    }
    List<NodeEndpoint> nodes = new ArrayList<>(old.nodes());
    nodes.remove(index);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("index", index);
    facts.put("old", OperatorText.json(node));
    return new OwnData.Edit(
        with(old, nodes), "Removing Node " + index + ":\n" + OperatorText.block(node), facts);
  }

  /** Writes all nodes anew, for operators whose data cannot be read too. */
  static OwnData.Edit set(ClusterOperator old, List<NodeEndpoint> nodes, @Nullable String name) {
    NodeOperator changed =
        switch (old) {
          case NodeOperator readable ->
              new NodeOperator(
                  old.id(), name == null ? readable.name() : name, nodes, readable.clients());
          case CorruptedOperator corrupted -> {
            if (name == null) {
              throw new CommandFailed(
                  "the operator's data on chain cannot be read ("
                      + corrupted.reason()
                      + "), its name neither: give --name");
            }
            yield new NodeOperator(old.id(), name, nodes, List.of());
          }
        };
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", changed.name());
    facts.put("old", old.nodes().stream().map(OperatorText::json).toList());
    facts.put("new", nodes.stream().map(OperatorText::json).toList());
    String before =
        old instanceof CorruptedOperator corrupted
            ? "\t" + corrupted.reason() + "\n\n"
            : OperatorView.nodes(old.nodes());
    return new OwnData.Edit(
        changed,
        "Name: "
            + changed.name()
            + "\nOld:\n"
            + before
            + "New:\n"
            + OperatorView.nodes(nodes).stripTrailing(),
        facts);
  }

  /**
   * @throws CommandFailed if there is no node {@code index}
   */
  static NodeEndpoint at(NodeOperator operator, int index) {
    if (index < 0 || index >= operator.nodes().size()) {
      throw new CommandFailed(
          "the operator has nodes 0 to " + (operator.nodes().size() - 1) + ", got " + index);
    }
    return operator.nodes().get(index);
  }

  private static NodeOperator with(NodeOperator old, List<NodeEndpoint> nodes) {
    return new NodeOperator(old.id(), old.name(), nodes, old.clients());
  }
}
