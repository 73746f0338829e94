package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory in a mount namespace of its own, which needs the rights of root or, on
 * most systems, just a user namespace.
 *
 * <p>A process that does nothing holds the namespace: it ends when its standard input does, with
 * this process at the latest, and the file system goes with the last process that sees it.
 */
final class MountedDisk extends SmallDisk {
  /** Ways to make a namespace, the one that root has first. */
  static final List<List<String>> NAMESPACES =
      List.of(List.of("unshare", "--mount"), List.of("unshare", "--mount", "--map-root-user"));

  private static final int MEBIBYTES = 64;
  private static final String MOUNTED = "mounted";
  private static final int LONGEST_END_SECONDS = 10;

  private final Process holder;
  private final Path directory;
  private final boolean inUserNamespace;

  private MountedDisk(Process holder, Path directory, boolean inUserNamespace) {
    this.holder = holder;
    this.directory = directory;
    this.inUserNamespace = inUserNamespace;
  }

  /**
   * Mounts the file system.
   *
   * @throws IOException if it cannot be had in this way, with what the system said
   */
  static MountedDisk mount(Path directory, List<String> namespace)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(namespace);
    command.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o size=%dm tmpfs \"$0\" && echo %s && exec cat"
                .formatted(MEBIBYTES, MOUNTED),
            directory.toString()));
    Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = holder.inputReader(StandardCharsets.UTF_8).readLine();
    if (MOUNTED.equals(said)) {
      return new MountedDisk(holder, directory, namespace.contains("--map-root-user"));
    }
    end(holder);
    throw new IOException(String.join(" ", namespace) + ": " + said);
  }

  private static void end(Process holder) throws IOException {
    holder.getOutputStream().close();
    try {
      if (!holder.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        holder.destroyForcibly();
      }
    } catch (InterruptedException _) {
      holder.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  Path directory() {
    return directory;
  }

  @Override
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("nsenter", "--target=" + holder.pid(), "--mount"));
    if (inUserNamespace) {
      words.addAll(List.of("--user", "--preserve-credentials"));
    }
    return words;
  }

  @Override
  boolean isOwn() {
    return true;
  }

  @Override
  void setReadOnly(boolean isReadOnly) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(words());
    String way = isReadOnly ? "remount,ro" : "remount,rw";
    command.addAll(List.of("mount", "-o", way, directory.toString()));
    Process mount = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (mount.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }

  @Override
  long leastReserveBytes() {
    return 0;
  }

  @Override
  String description() {
    return "a tmpfs of %d MiB, mounted in a %s namespace"
        .formatted(MEBIBYTES, inUserNamespace ? "user" : "mount");
  }

  @Override
  Path seen() {
    return Path.of("/proc", Long.toString(holder.pid()), "root" + directory);
  }

  @Override
  public void close() throws IOException {
    end(holder);
  }
}
