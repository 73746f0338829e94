package network.wcn.app.node.service;

import java.util.List;
import java.util.Optional;

/**
 * How far a resync has come, or came.
 *
 * @param ranges of neighbouring shards that the operator holds
 * @param completeRanges those fetched from as many operators as it takes
 * @param records fetched, a record once for each operator that sent it
 * @param bytes of their keys and values
 * @param sources the other operators, by slot
 */
public record ResyncReport(
    int ranges, int completeRanges, long records, long bytes, List<Source> sources) {

  /**
   * What came from one operator.
   *
   * @param slot its place in the contract
   * @param name what it calls itself, or its account if that cannot be read
   * @param ranges how many it sent, whole
   * @param problem why one did not come, if one did not: the latest reason
   */
  public record Source(int slot, String name, int ranges, Optional<String> problem) {}

  public ResyncReport {
    sources = List.copyOf(sources);
  }

  /**
   * Returns whether everything is there that had been acknowledged when it began, unless another
   * holder of a shard has lost it, too (or two, where all four have sent the shard).
   */
  public boolean isComplete() {
    return completeRanges == ranges;
  }
}
