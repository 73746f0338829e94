package network.wcn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** All commands that there are. */
public final class CommandTree {
  private CommandTree() {}

  /** Returns the full names of the commands with {@code option}, each once, without aliases. */
  public static Set<String> having(String option) {
    Set<String> names = new TreeSet<>();
    StringWriter unused = new StringWriter();
    collect(Main.commandLine(new PrintWriter(unused), new PrintWriter(unused)), option, names);
    return names;
  }

  private static void collect(CommandLine command, String option, Set<String> names) {
    if (command.getCommandSpec().findOption(option) != null) {
      names.add(command.getCommandSpec().qualifiedName());
    }
    command.getSubcommands().values().forEach(each -> collect(each, option, names));
  }
}
