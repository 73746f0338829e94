package network.wcn.app.db.shell;

/**
 * What the doctor says of one requirement.
 *
 * @param verdict OK, a warning, or a failure that keeps the server from running
 * @param found what there is, and what is wanted
 */
record Finding(String requirement, Verdict verdict, String found) {
  enum Verdict {
    OK,
    WARN,
    FAIL
  }

  static Finding of(String requirement, boolean isMet, String found) {
    return new Finding(requirement, isMet ? Verdict.OK : Verdict.WARN, found);
  }
}
