package network.wcn.app.db.dump;

import network.wcn.domain.ops.DumpProblem;

/** A dump could not be made, read or put in place. */
public final class DumpFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DumpProblem problem;

  public DumpFault(DumpProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public DumpFault(DumpProblem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** Returns what is wrong, as operators' scripts know it. */
  public DumpProblem problem() {
    return problem;
  }

  /** Returns the fault of a dump whose bytes are not what they should be. */
  static DumpFault invalid(String message) {
    return new DumpFault(DumpProblem.INVALID_DUMP_FILE, message);
  }
}
