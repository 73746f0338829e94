package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one thread of one process at a time has, among all that know the same file. It ends with the
 * process; the file stays.
 */
final class ProcessLock implements AutoCloseable {
  /**
   * What is held in this process: it must not even open the file again, since closing it there
   * would give up the lock that was taken here.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, or returns nothing if somebody has it. */
  static Optional<ProcessLock> take(Path file) throws IOException {
    Path place = file.toAbsolutePath().normalize();
    if (!HELD.add(place)) {
      return Optional.empty();
    }
    Optional<ProcessLock> taken = Optional.empty();
    try {
      taken = takeAmongProcesses(place);
      return taken;
    } finally {
      if (taken.isEmpty()) {
        HELD.remove(place);
      }
    }
  }

  private static Optional<ProcessLock> takeAmongProcesses(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isTaken = false;
    try {
      isTaken = channel.tryLock() != null;
      return isTaken ? Optional.of(new ProcessLock(file, channel)) : Optional.empty();
    } finally {
      if (!isTaken) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
