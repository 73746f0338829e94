package network.wcn.app.db.admin;

import java.time.Duration;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.db.backup.BackupSettings;
import network.wcn.domain.ops.GcPolicy;

/**
 * How a database is operated.
 *
 * @param gc STORAGE_GC_INTERVAL_SECS, STORAGE_KEEP_HISTORY
 */
public record OperationSettings(BackupSettings backup, AdminSettings admin, GcPolicy gc) {
  private static final int SECONDS_PER_YEAR = 366 * 86_400;

  /** Reads the settings. */
  public static OperationSettings from(Environment in) {
    Duration interval =
        Duration.ofSeconds(
            in.optional("STORAGE_GC_INTERVAL_SECS", Kind.integer(1, SECONDS_PER_YEAR), 86_400));
    boolean keepsHistory = in.optional("STORAGE_KEEP_HISTORY", Kind.FLAG, false);
    return new OperationSettings(
        BackupSettings.from(in), AdminSettings.from(in), new GcPolicy(interval, keepsHistory));
  }
}
