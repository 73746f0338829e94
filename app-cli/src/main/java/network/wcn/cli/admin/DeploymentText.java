package network.wcn.cli.admin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.wcn.cli.contract.DeploymentSession;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.SettingsText;
import network.wcn.domain.membership.ContractSettings;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.port.cluster.DeploymentCost;

/** What a deployment makes and costs, for people and for programs. */
final class DeploymentText {
  private static final int ETHER_DIGITS = 18;
  private static final int GWEI_DIGITS = 9;

  private final DeploymentSession session;
  private final ContractSettings settings;
  private final List<NodeOperator> members;
  private final DeploymentCost cost;

  DeploymentText(
      DeploymentSession session,
      ContractSettings settings,
      List<NodeOperator> members,
      DeploymentCost cost) {
    this.session = session;
    this.settings = settings;
    this.members = members;
    this.cost = cost;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("chain ID: ").append(session.chainId()).append('\n');
    text.append("owner: ").append(session.account()).append('\n');
    text.append("settings:\n").append(SettingsText.block(settings));
    for (int slot = 0; slot < members.size(); slot++) {
      NodeOperator member = members.get(slot);
      text.append("operator[").append(slot).append("]: ");
      text.append(member.name()).append(' ').append(member.id()).append('\n');
      for (NodeEndpoint node : member.nodes()) {
        text.append("\tnode: ").append(OperatorText.inline(node)).append('\n');
      }
    }
    text.append("gas: ").append(cost.codeGas()).append(" (code) + ");
    text.append(cost.contractGas()).append(" (contract)\n");
    text.append("price: ").append(decimal(cost.weiPerGas(), GWEI_DIGITS)).append(" gwei\n");
    text.append("cost: about ").append(ether(cost.wei())).append(" ether, ");
    text.append(
        cost.dataFeeWei()
            .map(fee -> "with " + ether(fee) + " for storing the data on the chain below")
            .orElse("without what a rollup asks for its data"));
    text.append("; the account has ").append(ether(cost.balanceWei()));
    return text.toString();
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("chain_id", session.chainId());
    object.put("owner", session.account().toString());
    object.put("settings", SettingsText.json(settings));
    object.put("operators", members.stream().map(OperatorView::json).toList());
    object.put("code_gas", cost.codeGas());
    object.put("contract_gas", cost.contractGas());
    object.put("wei_per_gas", cost.weiPerGas());
    cost.dataFeeWei().ifPresent(fee -> object.put("data_fee_wei", fee));
    object.put("cost_wei", cost.wei());
    object.put("balance_wei", cost.balanceWei());
    return object;
  }

  /** Returns an amount of money in ether. */
  static String ether(BigInteger wei) {
    return decimal(wei, ETHER_DIGITS);
  }

  private static String decimal(BigInteger amount, int digits) {
    return new BigDecimal(amount, digits).stripTrailingZeros().toPlainString();
  }
}
