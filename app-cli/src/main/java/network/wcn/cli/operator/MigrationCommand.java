package network.wcn.cli.operator;

import java.time.Instant;
import java.util.function.Function;
import network.wcn.cli.ExitStatus;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.MigrationReport;
import network.wcn.cli.contract.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn operator migration}: how the network's latest migration stands. */
@Command(
    name = "migration",
    description = "How the network's latest migration stands.",
    mixinStandardHelpOptions = true)
final class MigrationCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }

  @Command(
      name = "status",
      description = "Prints who has pulled and who has not, and since when.",
      mixinStandardHelpOptions = true)
  int status(@Mixin ContractOptions where) {
    return print(where, MigrationReport::status);
  }

  @Command(
      name = "explain",
      description = "Says besides what happens now and what can be done.",
      mixinStandardHelpOptions = true)
  int explain(@Mixin ContractOptions where) {
    return print(where, MigrationReport::explanation);
  }

  private static int print(ContractOptions where, Function<MigrationReport, String> text) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      MigrationReport report =
          new MigrationReport(session.view(), session.settings(), session.names(), Instant.now());
      session.output().answer(text.apply(report), report.json());
      return ExitStatus.DONE;
    }
  }
}
