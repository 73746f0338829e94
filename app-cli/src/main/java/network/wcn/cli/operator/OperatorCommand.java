package network.wcn.cli.operator;

import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.DropIn;
import network.wcn.cli.contract.OperatorView;
import network.wcn.cli.contract.Role;
import network.wcn.cli.key.KeyCommand;
import network.wcn.cli.transport.TestClientCommand;
import network.wcn.cli.transport.TestServerCommand;
import network.wcn.domain.membership.ClusterOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator}: what a node operator sees and changes on the network's contract. */
@Command(
    name = "operator",
    description = "Shows and changes what the contract holds about one's own operator.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyCommand.class,
      NameCommand.class,
      NodeCommand.class,
      GrantCommand.class,
      MaintenanceCommand.class,
      MigrationCommand.class,
      OnboardingCommand.class,
      TestServerCommand.class,
      TestClientCommand.class
    },
    footer = {
      "",
      "The operator is that of the key: --private-key-file, --private-key,",
      "--signer-url, WCN_NODE_OPERATOR_PRIVATE_KEY, or --as N of a devnet.",
      "Exit status: 0 done or declined, 1 failed or refused, 2 wrong usage."
    })
public final class OperatorCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  // An option of the command line that only the verbs look at.
  @SuppressWarnings("UnusedVariable")
  @Mixin
  private DropIn dropIn = new DropIn();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "view",
      description = "Prints the operator, its clients and its nodes.",
      mixinStandardHelpOptions = true)
  int view(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      ClusterOperator self = session.self();
      session
          .output()
          .answer(OperatorView.text(self, session.view()), OperatorView.json(self, session.view()));
      return ExitStatus.DONE;
    }
  }

  @Command(
      name = "rename",
      description = "Changes the operator's name.",
      mixinStandardHelpOptions = true)
  int rename(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(
              names = {"-n", "--name"},
              paramLabel = "NAME",
              required = true,
              description = "At most 32 bytes of UTF-8.")
          String name) {
    return NameCommand.rename(where, how, name);
  }
}
