package network.wcn.cli.contract;

import java.util.Map;
import network.wcn.cli.CommandFailed;
import network.wcn.domain.membership.ContractCall;

/** Takes the maintenance permit and gives it back; nobody is asked first. */
public final class MaintenanceChange {
  private MaintenanceChange() {}

  /**
   * Takes the permit.
   *
   * @throws CommandFailed also while a migration runs: the contract would allow it, but operators
   *     that pull need each other
   */
  public static int start(ContractSession session, ChangeOptions how) {
    if (session.view().migration().isRunning()) {
      throw new CommandFailed(
          "a migration runs, and operators that pull need each other; wait until it has completed"
              + " (wcn operator migration status)");
    }
    return new ChangeFlow(session, how)
        .make(Change.unasked(Map.of("maintenance", true), new ContractCall.SetMaintenance(true)));
  }

  /**
   * Gives it back.
   *
   * @throws CommandFailed if nobody has it: the owner's call would change the version for nothing
   */
  public static int finish(ContractSession session, ChangeOptions how) {
    if (session.view().maintenance().isEmpty()) {
      throw new CommandFailed("nobody maintains: there is nothing to finish");
    }
    return new ChangeFlow(session, how)
        .make(Change.unasked(Map.of("maintenance", false), new ContractCall.SetMaintenance(false)));
  }
}
