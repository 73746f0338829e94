package network.wcn.cli.devnet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import network.wcn.cli.CommandFailed;

/** The {@code devnet.json} of one network, changed by one process at a time. */
final class Registry {
  private final Path directory;
  private final Path file;

  /**
   * @param directory of the network, absolute
   */
  Registry(Path directory) {
    this.directory = directory;
    this.file = directory.resolve(DevnetFile.NAME);
  }

  Path directory() {
    return directory;
  }

  Path file() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  DevnetFile read() {
    return DevnetFile.read(file);
  }

  void create(DevnetFile content) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandFailed("cannot make the directory " + directory + ": " + e.getMessage(), e);
    }
    JsonFiles.write(file, content);
  }

  /** Changes the file, on top of what other processes changed before. */
  synchronized DevnetFile update(UnaryOperator<DevnetFile> change) {
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      DevnetFile changed = change.apply(read());
      JsonFiles.write(file, changed);
      return changed;
    } catch (IOException e) {
      throw new CommandFailed("cannot lock the network in " + directory + ": " + e.getMessage(), e);
    }
  }
}
