package network.wcn.cli.devnet;

import java.util.Locale;

/** What a crash test does to a database. */
enum Fault {
  /** Ends its process without warning. */
  KILL,
  /** Fills its disk, and frees it. */
  DISK_FULL,
  /** Flips bits in its files while it is stopped. */
  CORRUPTION;

  /** Returns the name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
