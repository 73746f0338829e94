package network.wcn.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * What load is made.
 *
 * @param callers that each wait for an answer before they ask again, at least 1
 * @param keyCount single records
 * @param mapCount maps, each owned by one caller: at least as many as callers
 * @param fieldCount fields per map
 * @param valueSizeBytes of every value, at least 8
 * @param scanCount fields per page
 * @param readPercent share of operations that read
 * @param mapPercent share of operations on maps
 * @param only the one kind of operation to make, instead of a mix
 * @param duration measured, after filling
 * @param fillLimit how long records are stored before the measurement at most
 * @param isVerified whether every answer is held against what was written
 * @param seed of every random choice
 * @throws IllegalArgumentException if a number is out of its range
 */
public record LoadSettings(
    int callers,
    int keyCount,
    int mapCount,
    int fieldCount,
    int valueSizeBytes,
    int scanCount,
    int readPercent,
    int mapPercent,
    Optional<OperationKind> only,
    Duration duration,
    Duration fillLimit,
    boolean isVerified,
    long seed) {
  public LoadSettings {
    requireAtLeast("callers", callers, 1);
    requireAtLeast("keys", keyCount, callers);
    requireAtLeast("maps", mapCount, callers);
    requireAtLeast("fields", fieldCount, 1);
    requireAtLeast("value size", valueSizeBytes, ValuePattern.SMALLEST_SIZE_BYTES);
    requireAtLeast("scan count", scanCount, 1);
    requirePercent("reads", readPercent);
    requirePercent("maps", mapPercent);
  }

  private static void requireAtLeast(String name, int given, int least) {
    if (given < least) {
      throw new IllegalArgumentException(name + " must be " + least + " or more, got " + given);
    }
  }

  private static void requirePercent(String name, int given) {
    if (given < 0 || given > 100) {
      throw new IllegalArgumentException("percent of " + name + " is 0 to 100, got " + given);
    }
  }
}
