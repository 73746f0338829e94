package network.wcn.cli.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import network.wcn.cli.CommandFailed;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.DeploymentSession;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.keyspace.Keyspace;
import network.wcn.domain.membership.Genesis;
import network.wcn.domain.membership.NetworkSettings;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.SlotMask;
import network.wcn.port.cluster.DeploymentCost;
import network.wcn.wire.onchain.SettingsCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wcn admin deploy}: a new network's contract. */
@Command(
    name = "deploy",
    description = {
      "Deploys a network's contract: its code, and a proxy whose address is the one to use. Shows",
      "chain, operators and price, asks, and sends two transactions. Who signs owns the contract."
    },
    mixinStandardHelpOptions = true)
final class DeployCommand implements Callable<Integer> {
  @Mixin private ContractOptions where = new ContractOptions();
  @Mixin private ChangeOptions how = new ChangeOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(
      names = {"-o", "--operator"},
      paramLabel = "ADDRESS",
      description = {
        "An operator's account, in the order of slots; it begins with a name and two nodes that do",
        "not exist, and writes its own by wcn operator node set. Repeat it."
      })
  private List<OperatorId> operators = List.of();

  @Option(
      names = "--onboarding",
      paramLabel = "FILE",
      description = {
        "An operator with its name and nodes, as wcn operator onboarding-info --json printed them.",
        "Repeat it; these come before --operator."
      })
  private List<Path> onboarding = List.of();

  @Override
  public Integer call() {
    try (DeploymentSession session = where.openDeployment()) {
      List<NodeOperator> members = members(session);
      Genesis genesis =
          new Genesis(
              session.account(),
              settings.applyTo(SettingsCodec.encode(NetworkSettings.DEFAULTS)),
              members.stream().map(session::entry).toList());
      DeploymentCost cost = session.cost(genesis);
      if (!how.isDryRun() && !cost.isAffordable()) {
        throw new CommandFailed(
            "the account "
                + session.account()
                + " has "
                + DeploymentText.ether(cost.balanceWei())
                + " ether, this takes about "
                + DeploymentText.ether(cost.wei())
                + "; fund it, or look at the costs by --dry-run");
      }
      DeploymentText text = new DeploymentText(session, genesis.settings(), members, cost);
      return session.deploy(genesis, text.text(), text.json(), how);
    }
  }

  private List<NodeOperator> members(DeploymentSession session) {
    List<NodeOperator> members = new ArrayList<>();
    onboarding.forEach(file -> members.add(OnboardingFile.read(file)));
    for (OperatorId id : operators) {
      members.add(PlaceholderOperator.of(id, members.size()));
    }
    if (members.size() < Keyspace.MIN_OPERATORS || members.size() > SlotMask.SLOTS) {
      throw session.wrong(
          "a network begins with 5 to 256 operators (--operator, --onboarding), got "
              + members.size());
    }
    Set<OperatorId> seen = new HashSet<>();
    for (NodeOperator member : members) {
      if (member.id().isZero() || !seen.add(member.id())) {
        throw session.wrong(
            member.id().isZero()
                ? "the zero address is no operator"
                : "operator " + member.id() + " is named twice; no node could read that network");
      }
    }
    return members;
  }
}
