package network.wcn.adapter.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of entries, each on disk before {@link #append} returns.
 *
 * <p>A line cut short at the end is what a crash in the middle of an append leaves: nobody was told
 * that this entry counts, so it is cut off. Anything else that is wrong is damage, and opening
 * refuses it: going on without an entry would rewrite history. A lock file beside the journal keeps
 * a second process away; the operating system frees it when the process ends, however it ends.
 *
 * <p>Used by one thread at a time.
 */
final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Path path;
  private final FileChannel lock;
  private final FileChannel channel;
  private int checksum;
  private long lineCount;
  private boolean isBroken;

  private Journal(Path path, FileChannel lock, FileChannel channel, JournalReader.Extent extent) {
    this.path = path;
    this.lock = lock;
    this.channel = channel;
    this.checksum = extent.checksum();
    this.lineCount = extent.lineCount();
  }

  /**
   * Opens the journal at {@code path}, or makes an empty one; the directory must exist.
   *
   * @param entries hears of every entry, oldest first, and throws {@link
   *     network.wcn.wire.MalformedMessage} at one that cannot follow those before it
   * @throws JournalFault if it is damaged or in use, or the disk fails
   */
  static Journal open(Path path, Consumer<String> entries) {
    FileChannel lock = lock(path);
    try {
      return read(path, lock, entries);
    } catch (IOException e) {
      abandon(lock);
      throw new JournalFault("cannot read the journal " + path + ": " + e, e);
    } catch (RuntimeException e) {
      abandon(lock);
      throw e;
    }
  }

  private static Journal read(Path path, FileChannel lock, Consumer<String> entries)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      JournalReader.Extent extent = JournalReader.read(path, channel, entries);
      if (extent.sizeBytes() < channel.size()) {
        LOG.warn(
            "the journal {} ends in {} bytes of an entry that was never acknowledged: cut off",
            path,
            channel.size() - extent.sizeBytes());
        channel.truncate(extent.sizeBytes());
        channel.force(true);
      }
      channel.position(extent.sizeBytes());
      return new Journal(path, lock, channel, extent);
    } catch (IOException | RuntimeException e) {
      abandon(channel);
      throw e;
    }
  }

  private static FileChannel lock(Path path) {
    Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel).isEmpty()) {
        abandon(channel);
        throw new JournalFault(
            "the journal "
                + path
                + " is in use by another ledger service, which holds "
                + lockPath);
      }
      return channel;
    } catch (IOException e) {
      throw new JournalFault("cannot lock the journal " + path + ": " + e, e);
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException _) {
      // Another service of this very process has it.
      return Optional.empty();
    }
  }

  /** Returns whether nothing was ever appended. */
  boolean isEmpty() {
    return lineCount == 0;
  }

  /**
   * Adds an entry and returns when it is on disk.
   *
   * @param entry JSON without line breaks
   * @throws JournalFault if the disk fails; from then on every append does, since nobody knows what
   *     of the entry will be there after a restart
   */
  void append(String entry) {
    if (isBroken) {
      throw new JournalFault("the journal " + path + " failed before; restart the ledger service");
    }
    if (entry.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("an entry has no line breaks");
    }
    int next = JournalLine.checksum(checksum, entry);
    ByteBuffer line = ByteBuffer.wrap(JournalLine.write(next, entry).unsafeArray());
    try {
      boolean isFirst = channel.position() == 0;
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(false);
      if (isFirst) {
        forceDirectory();
      }
      checksum = next;
      lineCount++;
    } catch (IOException e) {
      isBroken = true;
      throw new JournalFault("cannot write the journal " + path + ": " + e, e);
    }
  }

  /** Makes the file's name durable, without which its content is lost after a power failure. */
  private void forceDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
        handle.force(true);
      }
    }
  }

  @Override
  public void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw new JournalFault("cannot close the journal " + path + ": " + e, e);
    }
  }

  /** Closes what is of no use after a failure that is reported anyway. */
  private static void abandon(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing after a failure failed as well", e);
    }
  }
}
