package network.wcn.bench.crash;

import java.util.Map;

/** What a database did under faults, for people and for programs. */
public interface FaultReport {
  /** Returns whether the database did everything that it has to. */
  boolean isClean();

  /** Returns what was wrong, if anything, and a summary as the last line. */
  String text();

  /** Returns the same for programs. */
  Map<String, Object> object();
}
