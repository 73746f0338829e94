package network.wcn.cli.contract;

import java.util.Map;
import network.wcn.domain.membership.ContractCall;

/**
 * What a command wants the contract to do.
 *
 * @param shown what changes, for people
 * @param facts the same for programs, keys in their order
 * @param call makes the change
 * @param isAskedByReference false if the reference makes it without a word
 * @param outcome what is printed for people once it is made; nothing if it is empty
 */
public record Change(
    String shown,
    Map<String, ?> facts,
    ContractCall call,
    boolean isAskedByReference,
    String outcome) {

  /** Returns a change that people are asked about. */
  public static Change asking(String shown, Map<String, ?> facts, ContractCall call) {
    return new Change(shown, facts, call, true, "");
  }

  /** Returns a change that people are asked about here, but not by the reference. */
  public static Change askingOnlyHere(String shown, Map<String, ?> facts, ContractCall call) {
    return new Change(shown, facts, call, false, "");
  }

  /** Returns this change with something to print once it is made. */
  public Change telling(String text) {
    return new Change(shown, facts, call, isAskedByReference, text);
  }
}
