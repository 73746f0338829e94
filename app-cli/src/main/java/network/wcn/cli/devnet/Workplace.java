package network.wcn.cli.devnet;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where this program lies on disk, and where it keeps what can be made again. */
final class Workplace {
  private Workplace() {}

  /** Returns the project's directory, or the current one if this is not run from a build. */
  static Path root() {
    try {
      Path classes =
          Path.of(Workplace.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path at = classes; at != null; at = at.getParent()) {
        if (Files.isExecutable(at.resolve("wcn")) && Files.exists(at.resolve("pom.xml"))) {
          return at;
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class lies at no path", e);
    }
    return Path.of("").toAbsolutePath();
  }

  /** Returns where things are kept that can be made again. */
  static Path buildDirectory() {
    return root().resolve(".build");
  }

  static Path defaultDevnetDirectory() {
    return buildDirectory().resolve("devnet");
  }

  /**
   * Returns the class path for servers: jars only, where there are any, so that it can be cached.
   */
  static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(jarInsteadOf(Path.of(entry).toAbsolutePath()).toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jarInsteadOf(Path entry) {
    Path target = entry.getParent();
    if (target == null || !Files.isDirectory(entry) || !entry.endsWith("classes")) {
      return entry;
    }
    Path jar = target.resolve("wcn-app-cli-0.1.0.jar");
    return Files.exists(jar) ? jar : entry;
  }

  /** Returns the program that runs Java. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
