package network.wcn.bench.crash;

import java.util.List;
import java.util.Map;

/** What a database did under faults, for people and for programs. */
public interface FaultReport {
  /** How many faults are told; their number is told in any case. */
  int MOST_SHOWN = 20;

  /** Returns whether the database did everything that it has to. */
  boolean isClean();

  /** Returns what was wrong, if anything, and a summary as the last line. */
  String text();

  /** Returns the same for programs. */
  Map<String, Object> object();

  /** Returns those of the faults that are told. */
  static List<String> shown(List<String> faults) {
    return faults.stream().limit(MOST_SHOWN).toList();
  }
}
