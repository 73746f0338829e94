package network.wcn.app.db;

import network.wcn.app.base.lifecycle.ServerProcess;
import network.wcn.app.db.wiring.DatabaseComponent;

/** Runs a database, set up by environment variables, until a signal ends it. */
public final class Main {
  private Main() {}

  /** Runs the database; arguments mean nothing. */
  public static void main(String[] arguments) {
    ServerProcess.run((lifecycle, readiness) ->
        DatabaseComponent.of(DatabaseSettings.from(System.getenv()))
            .server()
            .start(lifecycle, readiness));
  }
}
