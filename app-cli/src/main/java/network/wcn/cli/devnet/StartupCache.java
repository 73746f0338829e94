package network.wcn.cli.devnet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.wcn.cli.CommandFailed;

/**
 * Archives of loaded classes, one for each kind of server: written by the Java platform when the
 * first server of that kind ends, used by every start after that. Other classes or another Java
 * mean another archive.
 */
final class StartupCache {
  private StartupCache() {}

  /** Returns the flags for a server. */
  static List<String> flags(ServerName name) {
    Path archive = archive(name);
    if (Files.exists(archive)) {
      return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable");
    }
    return isWriter(name)
        ? List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable")
        : List.of();
  }

  /** Returns whether a server that ends now has an archive to write first. */
  static boolean writesAtExit(ServerName name) {
    return isWriter(name) && !Files.exists(archive(name));
  }

  private static boolean isWriter(ServerName name) {
    return name.isLedger() || (name.operator() == 1 && name.node() <= 1);
  }

  private static Path archive(ServerName name) {
    String kind = name.isLedger() ? "ledger" : name.isDatabase() ? "db" : "node";
    return directory().resolve(kind + "-" + Integer.toHexString(fingerprint()) + ".jsa");
  }

  /** Returns a number that changes with the classes and the Java that runs them. */
  private static int fingerprint() {
    int hash = System.getProperty("java.vm.version").hashCode();
    for (String entry : Workplace.classPath().split(File.pathSeparator, -1)) {
      File file = new File(entry);
      hash = 31 * hash + entry.hashCode();
      hash = 31 * hash + Long.hashCode(file.lastModified());
      hash = 31 * hash + Long.hashCode(file.length());
    }
    return hash;
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
