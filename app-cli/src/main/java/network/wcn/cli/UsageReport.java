package network.wcn.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user of wrong usage: what is wrong, how the command is used, where its help is. */
final class UsageReport implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = meant(wrong.getCommandLine());
    String help = command.getCommandSpec().qualifiedName() + " --help";
    Output output = Output.of(command, wantsJson(arguments));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("kind", "WrongUsage");
    details.put("help", help);
    output.failure(wrong, details);
    if (!output.isJson()) {
      explain(wrong, command, help);
    }
    return ExitStatus.WRONG_USAGE;
  }

  private static void explain(ParameterException wrong, CommandLine command, String help) {
    PrintWriter err = command.getErr();
    boolean _ = UnmatchedArgumentException.printSuggestions(wrong, err);
    if (command.getSubcommands().isEmpty()) {
      err.print(command.getHelp().fullSynopsis());
      err.println("More by: " + help);
      err.flush();
    } else {
      command.usage(err);
    }
  }

  /**
   * Returns the command that the user named: one that is a method finds what is wrong in the name
   * of its group.
   */
  private static CommandLine meant(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed == null ? command : parsed.commandSpec().commandLine();
  }

  /** Looks at the words themselves: what is wrong may have ended the parsing before this option. */
  private static boolean wantsJson(String[] arguments) {
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return false;
      }
      if (argument.equals("--json") || argument.equals("--json=true")) {
        return true;
      }
    }
    return false;
  }
}
