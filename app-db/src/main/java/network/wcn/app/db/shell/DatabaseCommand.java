package network.wcn.app.db.shell;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wcn-db VERB}, which is also {@code wcn db VERB}. */
@Command(
    name = "db",
    description = "Looks after a database: backups, garbage, figures, requirements.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BackupCommand.class,
      CompactCommand.class,
      InspectCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "Settings are the server's variables (ROCKSDB_DIR, DUMP_DIR, ...); options replace them.",
      "Log lines go to standard error; LOG_LEVEL=off silences them.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage, 75 busy, 78 wrong settings."
    })
public final class DatabaseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command line of {@code wcn-db} and returns the exit status. */
  public static int execute(String... arguments) {
    return new CommandLine(new DatabaseCommand()).setCommandName("wcn-db").execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which one? A verb is missing");
  }
}
