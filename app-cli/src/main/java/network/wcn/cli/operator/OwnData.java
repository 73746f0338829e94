package network.wcn.cli.operator;

import java.util.Map;
import java.util.function.Function;
import network.wcn.cli.contract.Change;
import network.wcn.cli.contract.ChangeFlow;
import network.wcn.cli.contract.ChangeOptions;
import network.wcn.cli.contract.ContractOptions;
import network.wcn.cli.contract.ContractSession;
import network.wcn.cli.contract.Role;
import network.wcn.domain.membership.ContractCall;
import network.wcn.domain.membership.NodeOperator;
import network.wcn.domain.membership.OperatorEntry;

/** Changes the data of the operator that signs: read, edited, written as a whole. */
final class OwnData {
  private OwnData() {}

  /** An edited operator, and what about it is new for people and for programs. */
  record Edit(NodeOperator changed, String shown, Map<String, ?> facts) {}

  /**
   * Makes an edit of the operator.
   *
   * @param edit throws {@link network.wcn.cli.CommandFailed} if it makes no sense
   * @return the exit status
   */
  static int change(ContractOptions where, ChangeOptions how, Function<NodeOperator, Edit> edit) {
    try (ContractSession session = where.open(Role.OPERATOR)) {
      return write(session, how, edit.apply(session.readableSelf()));
    }
  }

  static int write(ContractSession session, ChangeOptions how, Edit edit) {
    OperatorEntry entry = session.entry(edit.changed());
    ChangeFlow flow = new ChangeFlow(session, how);
    Change change =
        Change.asking(
            edit.shown(),
            edit.facts(),
            new ContractCall.UpdateNodeOperatorData(entry.id(), entry.data()));
    return session.holds(entry) ? flow.leave(change) : flow.make(change);
  }
}
