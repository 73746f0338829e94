package network.wcn.cli.operator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.OperatorText;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.NodeEndpoint;
import network.wcn.domain.membership.NodeOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code wcn operator onboarding-info}: what the network's owner needs to add an operator, without
 * any secret. A member's is read from the contract, a newcomer's from the options.
 */
@Command(
    name = "onboarding-info",
    description = {
      "Prints what the owner needs to add this operator; no secrets.",
      "A member's is read from the contract, a newcomer's from --name and --node."
    },
    mixinStandardHelpOptions = true)
final class OnboardingCommand implements Callable<Integer> {
  @Mixin private ContractOptions where = new ContractOptions();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The operator's name.")
  private @Nullable String name;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "\"PEER_ID ADDRESS PRIVATE_ADDRESS|None PRIMARY SECONDARY\"; repeat it.")
  private List<NodeEndpoint> nodes = List.of();

  @Override
  public Integer call() {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      NodeOperator operator = operator(session);
      session.output().answer(text(operator), json(operator));
      return ExitStatus.DONE;
    }
  }

  private NodeOperator operator(ContractSession session) {
    OperatorId id = session.account();
    if (nodes.isEmpty()) {
      NodeOperator member = session.readableSelf();
      return new NodeOperator(
          id, name == null ? member.name() : name, member.nodes(), member.clients());
    }
    if (name == null) {
      throw session.wrong("--node needs --name");
    }
    try {
      return new NodeOperator(id, name, nodes, List.of()).requireWritable();
    } catch (IllegalArgumentException e) {
      throw session.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static String text(NodeOperator operator) {
    StringBuilder command = new StringBuilder("wcn admin operator add");
    command.append(" --id ").append(operator.id());
    command.append(" --name ").append(quoted(operator.name()));
    for (NodeEndpoint node : operator.nodes()) {
      command.append(" --node ").append(quoted(OperatorText.inline(node)));
    }
    return "ID: "
        + operator.id()
        + "\nName: "
        + operator.name()
        + "\n\nNodes:\n"
        + OperatorView.nodes(operator.nodes())
        + "The owner adds it by:\n"
        + command;
  }

  /** Quotes for a POSIX shell: names are anybody's text. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static Map<String, Object> json(NodeOperator operator) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", operator.id().toString());
    object.put("name", operator.name());
    object.put("nodes", operator.nodes().stream().map(OperatorText::json).toList());
    return object;
  }
}
