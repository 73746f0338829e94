package network.wcn.app.db.shell;

/** What a verb tells the shell. */
final class ShellStatus {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Another process is at it: EX_TEMPFAIL of sysexits.h. */
  static final int BUSY = 75;

  /** The variables are wrong: EX_CONFIG, as the server ends with. */
  static final int WRONG_SETTINGS = 78;

  private ShellStatus() {}
}
