package network.wcn.cli.contract;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Something that a command does on the chain.
 *
 * @param shown what will be done, for people
 * @param facts the same for programs, keys in their order
 * @param verdict what a dry run found out
 * @param isAskedByReference false if the reference does it without a word
 * @param announcement said when it begins
 * @param doubt said when the chain stopped answering meanwhile
 * @param work does it; blocks
 */
record Undertaking(
    String shown,
    Map<String, ?> facts,
    String verdict,
    boolean isAskedByReference,
    String announcement,
    String doubt,
    Supplier<Outcome> work) {
  /**
   * What came of it.
   *
   * @param text for people, on standard output; nothing if it is empty
   * @param facts for programs, besides those known before
   * @param sentence for people, on standard error: how it ended
   */
  record Outcome(String text, Map<String, ?> facts, String sentence) {}
}
