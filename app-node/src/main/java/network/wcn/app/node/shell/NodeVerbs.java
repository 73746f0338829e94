package network.wcn.app.node.shell;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn-node VERB}, which is also {@code wcn node VERB}. */
@Command(
    name = "node",
    description = "Does what has to be done as a node of an operator.",
    mixinStandardHelpOptions = true,
    subcommands = ResyncCommand.class,
    footer = {
      "",
      "Settings are the server's variables (SECRET_KEY, DATABASE_PEER_ID, ...).",
      "Log lines go to standard error; LOG_LEVEL=off silences them.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage, 78 wrong settings."
    })
public final class NodeVerbs implements Runnable {
  private final Map<String, String> variables;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** For a node that is set up as this process's environment says. */
  public NodeVerbs() {
    this(System.getenv());
  }

  /** For a node that is set up as {@code variables} say. */
  public NodeVerbs(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Runs a command line of {@code wcn-node} and returns the exit status. */
  public static int execute(String... arguments) {
    return new CommandLine(new NodeVerbs()).setCommandName("wcn-node").execute(arguments);
  }

  Map<String, String> variables() {
    return variables;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which one? A verb is missing");
  }
}
