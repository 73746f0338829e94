package network.wcn.bench.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A disk that a test fills and frees at will, without filling the machine's. */
public abstract sealed class SmallDisk implements AutoCloseable permits MountedDisk, ReservedDisk {
  private static final byte[] PIECE = new byte[64 << 10];

  /** Which disk to take. */
  public enum Choice {
    /** The first of the others that can be had. */
    AUTO,
    /** A file system in memory, mounted where only the database sees it. */
    MOUNTED,
    /** The usual disk, all but a little of which the database is told to leave alone. */
    RESERVED
  }

  /**
   * Returns a disk.
   *
   * @param directory exists and is empty
   * @throws IOException if none can be had, with all the reasons
   */
  static SmallDisk of(Choice choice, Path directory) throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    if (choice != Choice.RESERVED) {
      for (List<String> namespace : MountedDisk.NAMESPACES) {
        try {
          return MountedDisk.mount(directory, namespace);
        } catch (IOException e) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
    }
    if (choice != Choice.MOUNTED) {
      return ReservedDisk.of(directory, failures);
    }
    throw new IOException("no small disk can be mounted: " + String.join("; ", failures));
  }

  /** Returns where the database is to be; only a process that is started so sees it. */
  abstract Path directory();

  /** Returns the words before a command that shall see the disk. */
  abstract List<String> words();

  /** Returns how many bytes of the disk a database must leave alone, so that it can be filled. */
  abstract long leastReserveBytes();

  /** Returns what kind of disk this is, and why. */
  abstract String description();

  /** Returns where this process sees the disk. */
  abstract Path seen();

  private Path ballast() {
    return seen().resolve("ballast");
  }

  /** Writes until no more than {@code left} bytes can be written; may be called again. */
  void fill(long left) throws IOException {
    try (OutputStream ballast =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (long more = usableBytes() - left; more > 0; more = usableBytes() - left) {
        ballast.write(PIECE, 0, (int) Math.min(PIECE.length, more));
      }
    } catch (IOException e) {
      // Others write, too: the disk may be full before this has noticed.
      if (usableBytes() > PIECE.length) {
        throw e;
      }
    }
  }

  private long usableBytes() {
    return seen().toFile().getUsableSpace();
  }

  /** Returns whether nobody else uses it: it stays full, and {@link #setReadOnly} works. */
  boolean isOwn() {
    return false;
  }

  /** Lets nobody write to the disk, or again everybody; nobody may have a file open for it. */
  void setReadOnly(boolean isReadOnly) throws IOException, InterruptedException {
    throw new UnsupportedOperationException(description() + " cannot be made read-only");
  }

  /** Undoes {@link #fill}. */
  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  @Override
  public abstract void close() throws IOException;
}
