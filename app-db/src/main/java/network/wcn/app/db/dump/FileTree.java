package network.wcn.app.db.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done with directories as a whole. */
public final class FileTree {
  private FileTree() {}

  /** Returns the files below {@code directory} in a fixed order. */
  static List<Path> filesOf(Path directory) throws IOException {
    return below(directory).stream().filter(Files::isRegularFile).sorted().toList();
  }

  /** A stream of files throws what is not even an {@link IOException}. */
  private static List<Path> below(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the names of what is in {@code directory}. */
  public static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the size of all files below {@code directory}; what vanishes meanwhile is 0. */
  public static long sizeBytes(Path directory) throws IOException {
    long sum = 0;
    for (Path file : filesOf(directory)) {
      sum += sizeOf(file);
    }
    return sum;
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  /** Removes {@code place} and everything below it; nothing happens if it is missing. */
  public static void remove(Path place) throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    List<Path> deepestFirst = below(place).stream().sorted(Comparator.reverseOrder()).toList();
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }

  /** Puts a file, or the names in a directory, on stable storage. */
  public static void sync(Path place) throws IOException {
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
