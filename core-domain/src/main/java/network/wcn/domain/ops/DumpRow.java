package network.wcn.domain.ops;

import java.time.Instant;

/**
 * What a catalogue knows about one dump.
 *
 * @param id a name of its own
 * @param fileName without a directory, so that the directory may move
 * @param meta what is known once it has ended
 * @param createdAt when it was begun
 * @param updatedAt when its status changed last
 */
public record DumpRow(
    String id,
    DumpStatus status,
    String fileName,
    DumpMeta meta,
    Instant createdAt,
    Instant updatedAt) {

  /** Returns the row of a dump that begins at {@code now}. */
  public static DumpRow begun(String id, Instant now) {
    return new DumpRow(id, DumpStatus.IN_PROGRESS, DumpName.at(now), DumpMeta.UNKNOWN, now, now);
  }

  /**
   * Returns this row in its next status.
   *
   * @throws IllegalArgumentException if {@code next} cannot follow
   */
  public DumpRow become(DumpStatus next, DumpMeta meta, Instant now) {
    if (!status.mayBecome(next)) {
      throw new IllegalArgumentException("dump " + id + " is " + status + ", never then " + next);
    }
    return new DumpRow(id, next, fileName, meta, createdAt, now);
  }
}
