package network.wcn.app.db.backup;

import java.util.concurrent.atomic.AtomicReference;
import network.wcn.domain.ops.BackupPolicy;
import network.wcn.domain.ops.DumpMeta;
import network.wcn.domain.ops.DumpRow;
import network.wcn.port.metrics.Metrics;

/** What is counted of backups. */
final class BackupMetrics {
  private static final double MILLIS_PER_SECOND = 1000;

  private final AtomicReference<Last> last = new AtomicReference<>(new Last(0, DumpMeta.UNKNOWN));
  private final Metrics.Counter failures;
  private final Metrics.Counter deleted;
  private final Metrics.Counter notDeleted;

  /** The last success; time 0 if there was none. */
  private record Last(long unixSeconds, DumpMeta meta) {}

  BackupMetrics(Metrics metrics, DumpCatalog catalog) {
    failures = metrics.counter("wcn_db_backup_failures_total");
    deleted = metrics.counter("wcn_db_backup_deleted_total");
    notDeleted = metrics.counter("wcn_db_backup_delete_failures_total");
    BackupPolicy.lastSuccess(catalog.rows()).ifPresent(this::succeeded);
    metrics.gauge("wcn_db_backup_last_success_timestamp_seconds", () -> last.get().unixSeconds());
    metrics.gauge(
        "wcn_db_backup_duration_seconds",
        () -> last.get().meta().durationMillis() / MILLIS_PER_SECOND);
    metrics.gauge("wcn_db_backup_size_bytes", () -> last.get().meta().sizeBytes());
  }

  void succeeded(DumpRow row) {
    last.set(new Last(row.updatedAt().getEpochSecond(), row.meta()));
  }

  void failed() {
    failures.increment();
  }

  void removed(BackupRun.Removal removal) {
    deleted.add(removal.removed());
    notDeleted.add(removal.failed());
  }
}
