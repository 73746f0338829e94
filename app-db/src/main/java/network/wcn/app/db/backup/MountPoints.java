package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Knows the directories that cannot be renamed because something is mounted on them. */
public final class MountPoints {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int PLACE_COLUMN = 4;

  private MountPoints() {}

  /** Returns whether something is mounted on {@code directory}; only Linux can tell. */
  public static boolean isMountPoint(Path directory) {
    if (!Files.isReadable(MOUNTS) || !Files.exists(directory)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(MOUNTS)) {
      // Blanks in paths are written as octal numbers there.
      String real = directory.toRealPath().toString().replace(" ", "\\040");
      return lines.anyMatch(line -> line.split(" ", -1)[PLACE_COLUMN].equals(real));
    } catch (IOException _) {
      return false;
    }
  }
}
