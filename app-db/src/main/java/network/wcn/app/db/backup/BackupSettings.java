package network.wcn.app.db.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.app.base.environment.Environment;
import network.wcn.app.base.environment.Kind;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.DumpSecret;
import network.wcn.domain.ops.BackupPolicy;

/**
 * How a database backs itself up.
 *
 * @param directory DUMP_DIR; without it there are no backups
 * @param policy BACKUP_INTERVAL_SECS, BACKUP_RETENTION_DAYS
 * @param bytesPerSecond BACKUP_RATE_LIMIT_BYTES_PER_SEC, 0 for no limit
 * @param secret ENCRYPTION_SECRET_FILE_PATH; without it dumps are not encrypted
 * @param oldSecret ENCRYPTION_SECRET_FILE_PATH_OLD, tried on dumps that {@code secret} cannot open
 * @param testsItself BACKUP_SELF_TEST_ON_START
 */
public record BackupSettings(
    Optional<Path> directory,
    BackupPolicy policy,
    long bytesPerSecond,
    Optional<DumpSecret> secret,
    Optional<DumpSecret> oldSecret,
    boolean testsItself) {
  private static final int SECONDS_PER_YEAR = 366 * 86_400;
  private static final long STANDARD_BYTES_PER_SECOND = 50_000_000;

  /** Reads the settings; secrets are read from their files at once. */
  public static BackupSettings from(Environment in) {
    Duration interval =
        Duration.ofSeconds(
            in.optional("BACKUP_INTERVAL_SECS", Kind.integer(1, SECONDS_PER_YEAR), 86_400));
    int days = in.optional("BACKUP_RETENTION_DAYS", Kind.integer(0, 36_500), 7);
    return new BackupSettings(
        in.optional("DUMP_DIR", Kind.PATH),
        new BackupPolicy(interval, days),
        in.optional("BACKUP_RATE_LIMIT_BYTES_PER_SEC", Kind.bytes(0), STANDARD_BYTES_PER_SECOND),
        secret(in, "ENCRYPTION_SECRET_FILE_PATH"),
        secret(in, "ENCRYPTION_SECRET_FILE_PATH_OLD"),
        in.optional("BACKUP_SELF_TEST_ON_START", Kind.FLAG, true));
  }

  private static Optional<DumpSecret> secret(Environment in, String variable) {
    Optional<Path> file = in.optional(variable, Kind.PATH);
    try {
      return file.map(BackupSettings::withHome).map(DumpSecret::read);
    } catch (DumpFault fault) {
      String given = fault.problem() + ", " + fault.getMessage();
      in.problem(variable, given, "the path of a file that holds the secret");
      return Optional.empty();
    }
  }

  /** Shells replace a leading tilde, environment files do not. */
  private static Path withHome(Path file) {
    return file.startsWith("~")
        ? Path.of(System.getProperty("user.home")).resolve(Path.of("~").relativize(file))
        : file;
  }

  /** Returns the secrets to try on a dump, the likelier one first. */
  List<DumpSecret> secrets() {
    return Stream.of(secret, oldSecret).flatMap(Optional::stream).toList();
  }
}
