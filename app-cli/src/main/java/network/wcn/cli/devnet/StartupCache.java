package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.wcn.cli.CommandFailed;

/**
 * Archives of loaded classes, one for each kind of server: made by the Java platform itself when a
 * server of that kind ends for the first time, used by every start after that, and made anew when
 * the classes changed.
 */
final class StartupCache {
  private StartupCache() {}

  /** Returns the flags for a server; only the first of each kind makes the archive. */
  static List<String> flags(ServerName name) {
    String kind = name.isLedger() ? "ledger" : name.isDatabase() ? "db" : "node";
    Path archive = directory().resolve(kind + ".jsa");
    boolean makes = name.isLedger() || (name.operator() == 1 && name.node() <= 1);
    if (makes) {
      return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
    }
    return Files.exists(archive)
        ? List.of(
            "-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:aot=off")
        : List.of();
  }

  private static Path directory() {
    Path directory = Workplace.buildDirectory().resolve("class-archives");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandFailed("cannot make " + directory, e);
    }
    return directory;
  }
}
