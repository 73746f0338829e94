package network.wcn.app.db.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database is meant: the server's variables, and options that replace them. */
final class Place {
  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description = "The database, in place of ROCKSDB_DIR.")
  private @Nullable String directory;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "rocksdb, lmdb or another, in place of STORAGE_BACKEND.")
  private @Nullable String engine;

  @Option(
      names = "--dump-dir",
      paramLabel = "DIRECTORY",
      description = "Where dumps are, in place of DUMP_DIR.")
  private @Nullable String dumpDirectory;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "The server's admin port, in place of ADMIN_SERVER_PORT.")
  private @Nullable String adminPort;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "The secret of dumps, in place of ENCRYPTION_SECRET_FILE_PATH.")
  private @Nullable String secretFile;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the server's admin password, in place of ADMIN_PASSWORD.")
  private @Nullable Path passwordFile;

  /** Returns the variables with what the options say in their place. */
  Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(System.getenv());
    put(all, "ROCKSDB_DIR", directory);
    put(all, "STORAGE_BACKEND", engine);
    put(all, "DUMP_DIR", dumpDirectory);
    put(all, "ADMIN_SERVER_PORT", adminPort);
    put(all, "ENCRYPTION_SECRET_FILE_PATH", secretFile);
    put(all, "ADMIN_PASSWORD", password());
    return all;
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return null;
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new VerbFailed(ShellStatus.WRONG_SETTINGS, "the password file cannot be read: " + e, e);
    }
  }

  private static void put(Map<String, String> all, String name, @Nullable String value) {
    if (value != null) {
      all.keySet().removeIf(name::equalsIgnoreCase);
      all.put(name, value);
    }
  }

  /**
   * Reads the settings of the database.
   *
   * @throws network.wcn.app.base.environment.ConfigurationProblems if they are wrong
   */
  ShellSettings settings() {
    return ShellSettings.from(variables());
  }
}
