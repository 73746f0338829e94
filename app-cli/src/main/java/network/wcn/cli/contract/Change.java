package network.wcn.cli.contract;

import java.util.Map;
import network.wcn.domain.membership.ContractCall;

/**
 * What a command wants the contract to do.
 *
 * @param shown what changes, for people; nothing is shown if it is empty
 * @param facts the same for programs, keys in their order
 * @param call makes the change
 * @param asksFirst whether people are asked before it is made
 * @param outcome what is printed for people once it is made; nothing if it is empty
 */
public record Change(
    String shown, Map<String, ?> facts, ContractCall call, boolean asksFirst, String outcome) {

  /** Returns a change that people are asked about. */
  public static Change asking(String shown, Map<String, ?> facts, ContractCall call) {
    return new Change(shown, facts, call, true, "");
  }

  /** Returns a change that is made without a question, as it always was. */
  public static Change unasked(Map<String, ?> facts, ContractCall call) {
    return new Change("", facts, call, false, "");
  }

  /** Returns this change with what is shown for it. */
  public Change showing(String text) {
    return new Change(text, facts, call, asksFirst, outcome);
  }

  /** Returns this change with something to print once it is made. */
  public Change telling(String text) {
    return new Change(shown, facts, call, asksFirst, text);
  }
}
