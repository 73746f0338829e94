package network.wcn.cli.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.SettingsText;
import network.wcn.domain.membership.ClusterOperator;
import network.wcn.domain.membership.ContractView;
import network.wcn.domain.membership.CorruptedOperator;

/** All that the contract holds, as {@code wcn admin view} prints it. */
final class NetworkView {
  private final ContractSession session;
  private final ContractView view;

  NetworkView(ContractSession session) {
    this.session = session;
    this.view = session.view();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("owner: ").append(view.owner()).append('\n');
    text.append("version: ").append(view.version()).append('\n');
    text.append("settings:\n").append(SettingsText.block(view.settings()));
    for (int slot = 0; slot < view.operatorSlots().size(); slot++) {
      text.append(session.names().of(slot)).append('\n');
      session.at(slot).ifPresent(operator -> append(text, operator));
    }
    text.append("keyspace_version: ").append(keyspaceVersion()).append('\n');
    text.append("keyspace: ").append(inForce()).append('\n');
    if (view.migration().isRunning()) {
      text.append("new_keyspace: ").append(newest()).append('\n');
      text.append("pulling_operators: ").append(view.migration().pulling().slots()).append('\n');
    }
    view.maintenance().ifPresent(holder -> text.append("maintenance: ").append(holder));
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, ClusterOperator operator) {
    for (int i = 0; i < operator.nodes().size(); i++) {
      text.append("\tnode[").append(i).append("]: ");
      text.append(OperatorText.inline(operator.nodes().get(i))).append('\n');
    }
    for (int i = 0; i < operator.clients().size(); i++) {
      text.append("\tclient[").append(i).append("]: ");
      text.append(OperatorText.inline(operator.clients().get(i))).append('\n');
    }
    if (operator instanceof CorruptedOperator corrupted) {
      text.append("\tcorrupted: ").append(corrupted.reason()).append('\n');
    }
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("owner", view.owner().toString());
    object.put("version", view.version());
    object.put("settings", SettingsText.json(view.settings()));
    List<Map<String, Object>> operators = new ArrayList<>();
    for (int slot = 0; slot < view.operatorSlots().size(); slot++) {
      session.at(slot).ifPresent(operator -> operators.add(OperatorView.json(operator, view)));
    }
    object.put("operators", operators);
    object.put("keyspace_version", keyspaceVersion());
    object.put("keyspace", inForce());
    if (view.migration().isRunning()) {
      object.put("new_keyspace", newest());
      object.put("pulling_operators", view.migration().pulling().slots());
    }
    view.maintenance().ifPresent(holder -> object.put("maintenance", holder.toString()));
    return object;
  }

  private String keyspaceVersion() {
    return Long.toUnsignedString(view.keyspaceVersion());
  }

  private List<Integer> inForce() {
    return view.keyspaceInForce().operators().slots();
  }

  private List<Integer> newest() {
    return view.newestKeyspace().operators().slots();
  }
}
