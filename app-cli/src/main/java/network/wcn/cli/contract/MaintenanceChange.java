package network.wcn.cli.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import network.wcn.cli.CommandFailed;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.membership.ContractCall;

/** Takes the maintenance permit and gives it back. */
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
    OperatorId account = session.account();
    return make(
        session,
        how,
        true,
        account,
        "Starting maintenance of "
            + account
            + ": nobody else can maintain and no migration can start before it is finished");
  }

  /**
   * Gives it back.
   *
   * @throws CommandFailed if nobody has it: the owner's call would change the version for nothing
   */
  public static int finish(ContractSession session, ChangeOptions how) {
    OperatorId holder =
        session
            .view()
            .maintenance()
            .orElseThrow(() -> new CommandFailed("nobody maintains: there is nothing to finish"));
    return make(session, how, false, holder, "Finishing the maintenance of " + holder);
  }

  private static int make(
      ContractSession session,
      ChangeOptions how,
      boolean isRunning,
      OperatorId holder,
      String shown) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("maintenance", isRunning);
    facts.put("by", holder.toString());
    return new ChangeFlow(session, how)
        .make(Change.askingOnlyHere(shown, facts, new ContractCall.SetMaintenance(isRunning)));
  }
}
