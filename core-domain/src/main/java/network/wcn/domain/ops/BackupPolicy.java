package network.wcn.domain.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a database backs itself up and which dumps it keeps.
 *
 * <p>The clock starts at the last success, not at the start of the process: restarts neither skip a
 * backup nor add one. A backup that fails is tried again after a quarter of an hour, three times,
 * and then an interval after the first of these attempts.
 *
 * @param interval from one success to the next backup, BACKUP_INTERVAL_SECS
 * @param retentionDays how long completed dumps are kept, BACKUP_RETENTION_DAYS; 0 and less for
 *     ever
 * @throws IllegalArgumentException if the interval is not positive
 * @see "operations.md A1"
 */
public record BackupPolicy(Duration interval, int retentionDays) {
  /** Every day, kept for a week. */
  public static final BackupPolicy STANDARD = new BackupPolicy(Duration.ofDays(1), 7);

  private static final Duration RETRY_AFTER = Duration.ofMinutes(15);
  private static final int ATTEMPTS = 4;

  /** How much more space than the last dump took must be free, in tenths. */
  private static final int SPACE_TENTHS = 12;

  public BackupPolicy {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("the interval is at least a second, got " + interval);
    }
  }

  /**
   * Returns when the next backup is due, {@code now} or earlier if at once.
   *
   * @param catalogue all dumps, in any order
   * @param now the time that counts if there was no backup yet
   */
  public Instant nextRun(List<DumpRow> catalogue, Instant now) {
    Instant due = lastSuccess(catalogue).map(row -> row.createdAt().plus(interval)).orElse(now);
    List<DumpRow> failures = failuresSince(lastSuccess(catalogue).map(_ -> due), catalogue);
    if (failures.isEmpty()) {
      return due;
    }
    if (failures.size() % ATTEMPTS != 0) {
      return later(due, failures.getLast().updatedAt().plus(RETRY_AFTER));
    }
    DumpRow first = failures.get(failures.size() - ATTEMPTS);
    return later(due, first.createdAt().plus(interval));
  }

  private static List<DumpRow> failuresSince(Optional<Instant> due, List<DumpRow> catalogue) {
    return catalogue.stream()
        .filter(row -> row.status() == DumpStatus.FAILED)
        .filter(row -> due.isEmpty() || !row.createdAt().isBefore(due.get()))
        .sorted(Comparator.comparing(DumpRow::createdAt))
        .toList();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Returns the newest dump that was completed, whether or not it is still kept. */
  public static Optional<DumpRow> lastSuccess(List<DumpRow> catalogue) {
    return catalogue.stream()
        .filter(row -> row.status() == DumpStatus.COMPLETED || row.status() == DumpStatus.DELETED)
        .max(Comparator.comparing(DumpRow::createdAt));
  }

  /**
   * Returns the dumps whose time is over at {@code now}, the oldest first: never the newest one of
   * those that are complete.
   */
  public List<DumpRow> outdated(List<DumpRow> catalogue, Instant now) {
    if (retentionDays <= 0) {
      return List.of();
    }
    Instant oldestKept = now.minus(Duration.ofDays(retentionDays));
    List<DumpRow> complete =
        catalogue.stream()
            .filter(row -> row.status() == DumpStatus.COMPLETED)
            .sorted(Comparator.comparing(DumpRow::createdAt))
            .toList();
    return complete.stream()
        .limit(Math.max(0, complete.size() - 1))
        .filter(row -> row.createdAt().isBefore(oldestKept))
        .toList();
  }

  /** Returns the free space without which no backup is begun, in bytes. */
  public static long neededSpaceBytes(List<DumpRow> catalogue) {
    return lastSuccess(catalogue).map(row -> row.meta().sizeBytes() / 10 * SPACE_TENTHS).orElse(0L);
  }
}
