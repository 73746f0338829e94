package network.wcn.cli.admin;

import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.DropIn;
import network.wcn.cli.contract.Role;
import network.wcn.domain.identity.OperatorId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin}: what the owner of a network's contract sees and changes. */
@Command(
    name = "admin",
    description = "Administers a network's contract, as its owner.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeployCommand.class,
      MemberCommand.class,
      MigrationCommand.class,
      MaintenanceCommand.class,
      SettingsCommand.class,
      OwnershipCommand.class
    },
    footer = {
      "",
      "The owner's key: --private-key-file, --private-key, --signer-url,",
      "WCN_CLUSTER_SMART_CONTRACT_OWNER_PRIVATE_KEY, or that of a devnet. Looking needs none.",
      "Exit status: 0 done or declined, 1 failed or refused, 2 wrong usage."
    })
public final class AdminCommand implements Runnable {
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
      description = "Prints everything that the contract holds.",
      mixinStandardHelpOptions = true)
  int view(@Mixin ContractOptions where) {
    try (ContractSession session = where.open(Role.OWNER)) {
      NetworkView view = new NetworkView(session);
      session.output().answer(view.text(), view.json());
      return ExitStatus.DONE;
    }
  }

  @Command(
      name = "transfer-ownership",
      description = "The same as ownership transfer.",
      mixinStandardHelpOptions = true)
  int transferOwnership(
      @Mixin ContractOptions where,
      @Mixin ChangeOptions how,
      @Option(names = "--new-owner", required = true, description = "The account that shall own.")
          OperatorId newOwner) {
    return OwnershipCommand.handOver(where, how, newOwner);
  }
}
