package network.wcn.cli;

/** What the command line tells the shell. */
public final class ExitStatus {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int WRONG_USAGE = 2;

  /** A read was served, and nothing is stored there. */
  public static final int NOT_FOUND = 3;

  private ExitStatus() {}
}
