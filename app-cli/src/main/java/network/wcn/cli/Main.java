package network.wcn.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import network.wcn.app.db.shell.DatabaseCommand;
import network.wcn.app.node.shell.NodeVerbs;
import network.wcn.cli.admin.AdminCommand;
import network.wcn.cli.client.ClientCommand;
import network.wcn.cli.contract.DomainWords;
import network.wcn.cli.devnet.BenchCommand;
import network.wcn.cli.devnet.CrashTestCommand;
import network.wcn.cli.devnet.DevnetCommand;
import network.wcn.cli.key.KeyCommand;
import network.wcn.cli.operator.OperatorCommand;
import network.wcn.cli.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code wcn} command and its subcommands; exit statuses are those of {@link ExitStatus}. */
@Command(
    name = "wcn",
    description =
        "Keys, a client, operators, owners, nodes, databases, networks on one machine, simulated ones.",
    mixinStandardHelpOptions = true,
    version = "wcn 0.1.0",
    subcommands = {
      KeyCommand.class,
      ClientCommand.class,
      OperatorCommand.class,
      AdminCommand.class,
      DevnetCommand.class,
      BenchCommand.class,
      NodeVerbs.class,
      DatabaseCommand.class,
      CrashTestCommand.class,
      SimulateCommand.class
    },
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 nothing is stored there.",
      "With --json, answers, failures and wrong usage are one JSON object on standard output."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command line and returns its exit status. */
  static int execute(String... args) {
    return commandLine(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(args);
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return DomainWords.teach(new CommandLine(new Main()))
        .setOut(out)
        .setErr(err)
        // "@file" is our way to name a file that holds a value.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageReport())
        .setExecutionExceptionHandler(new FailureReport());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? A command is missing");
  }
}
