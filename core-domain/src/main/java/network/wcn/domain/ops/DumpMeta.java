package network.wcn.domain.ops;

import java.util.Optional;

/**
 * What is known about a dump once it has ended.
 *
 * @param sizeBytes of the file; 0 unless it was completed
 * @param durationMillis how long it took to write
 * @param error why it failed
 */
public record DumpMeta(long sizeBytes, long durationMillis, Optional<String> error) {
  /** Of a dump that has not ended. */
  public static final DumpMeta UNKNOWN = new DumpMeta(0, 0, Optional.empty());

  /** Of a dump that was completed. */
  public static DumpMeta completed(long sizeBytes, long durationMillis) {
    return new DumpMeta(sizeBytes, durationMillis, Optional.empty());
  }

  /** Of a dump that was given up. */
  public static DumpMeta failed(String error, long durationMillis) {
    return new DumpMeta(0, durationMillis, Optional.of(error));
  }
}
