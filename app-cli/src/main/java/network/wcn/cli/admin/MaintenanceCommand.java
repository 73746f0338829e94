package network.wcn.cli.admin;

import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.MaintenanceChange;
import network.wcn.cli.contract.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn admin maintenance}: takes the permit for the owner, and ends anyone's maintenance. */
@Command(
    name = "maintenance",
    description = "The permit to take servers down: the owner may take it and end anyone's.",
    mixinStandardHelpOptions = true)
final class MaintenanceCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "start",
      description = "Takes the permit, so that no operator maintains and no migration begins.",
      mixinStandardHelpOptions = true)
  int start(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OWNER)) {
      return MaintenanceChange.start(session, how);
    }
  }

  @Command(
      name = "finish",
      description = "Ends the maintenance, whoever began it.",
      mixinStandardHelpOptions = true)
  int finish(@Mixin ContractOptions where, @Mixin ChangeOptions how) {
    try (ContractSession session = where.open(Role.OWNER)) {
      return MaintenanceChange.finish(session, how);
    }
  }
}
