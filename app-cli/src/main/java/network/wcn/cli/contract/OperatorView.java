package network.wcn.cli.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.wcn.domain.membership.AuthorizedClient;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.CorruptedOperator;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;

/** Operators, nodes and clients as {@code wcn operator view} prints them. */
public final class OperatorView {
  private OperatorView() {}

  /** Returns an operator, and whether it maintains. */
  public static String text(ClusterOperator operator, ContractView view) {
    String suffix = isMaintaining(operator, view) ? "Maintenance: In progress\n" : "";
    return (text(operator) + suffix).stripTrailing();
  }

  /** Returns an operator alone; the last line is ended. */
  public static String text(ClusterOperator operator) {
    StringBuilder text = new StringBuilder("ID: " + operator.id() + "\n");
    switch (operator) {
      case NodeOperator readable -> {
        text.append("Name: ").append(readable.name()).append("\n\n");
        text.append("Clients:\n").append(clients(readable.clients()));
        text.append("Nodes:\n").append(nodes(readable.nodes()));
      }
      case CorruptedOperator corrupted ->
          text.append("Corrupted: ").append(corrupted.reason()).append('\n');
    }
    return text.toString();
  }

  /** Returns a block for each node; every line is ended. */
  public static String nodes(List<NodeEndpoint> nodes) {
    return indexed(nodes, OperatorText::block);
  }

  /** Returns a block for each client; every line is ended. */
  public static String clients(List<AuthorizedClient> clients) {
    return indexed(clients, OperatorText::block);
  }

  private static <T> String indexed(List<T> list, Function<T, String> block) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < list.size(); i++) {
      text.append("Index: ").append(i).append('\n').append(block.apply(list.get(i))).append('\n');
    }
    return text.toString();
  }

  /** Returns an operator for JSON: its slot, and whether it maintains. */
  public static Map<String, Object> json(ClusterOperator operator, ContractView view) {
    Map<String, Object> object = json(operator);
    view.slotOf(operator.id()).ifPresent(slot -> object.put("slot", slot));
    object.put("in_maintenance", isMaintaining(operator, view));
    return object;
  }

  /** Returns an operator alone for JSON. */
  public static Map<String, Object> json(ClusterOperator operator) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", operator.id().toString());
    switch (operator) {
      case NodeOperator readable -> {
        object.put("name", readable.name());
        object.put("clients", readable.clients().stream().map(OperatorText::json).toList());
        object.put("nodes", readable.nodes().stream().map(OperatorText::json).toList());
      }
      case CorruptedOperator corrupted -> object.put("corrupted", corrupted.reason());
    }
    return object;
  }

  private static boolean isMaintaining(ClusterOperator operator, ContractView view) {
    return view.maintenance().equals(Optional.of(operator.id()));
  }
}
