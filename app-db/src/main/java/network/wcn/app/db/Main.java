package network.wcn.app.db;

import network.wcn.app.base.lifecycle.ServerProcess;
import network.wcn.app.db.shell.DatabaseCommand;
import network.wcn.app.db.wiring.DatabaseComponent;

/** Runs a database, set up by environment variables, until a signal ends it; or a verb. */
public final class Main {
  private Main() {}

  /** Runs the database without arguments, else the verb that they name. */
  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      System.exit(DatabaseCommand.execute(arguments));
    }
    ServerProcess.run((lifecycle, readiness) ->
        DatabaseComponent.of(DatabaseSettings.from(System.getenv()))
            .server()
            .start(lifecycle, readiness));
  }
}
