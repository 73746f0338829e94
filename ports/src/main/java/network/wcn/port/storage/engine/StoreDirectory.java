package network.wcn.port.storage.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.wcn.port.storage.StoreFault;

/**
 * The directory of one database, held by this process until it is closed.
 *
 * <pre>
 *  LOCK            held while open
 *  FORMAT          which engine made it, in which format; written once the database exists
 *  FORMAT.partial  there from the first moment on until FORMAT is, and for a moment when FORMAT
 *                  gets a newer number; alone, creation was interrupted
 *  CLOCK           the latest second seen, see {@link RetentionClock}
 *  db/             the engine's files
 * </pre>
 */
public final class StoreDirectory implements AutoCloseable {
  private static final String FORMAT_FILE = "FORMAT";
  private static final String PARTIAL_FILE = "FORMAT.partial";
  private static final String LOCK_FILE = "LOCK";
  private static final String DATA_DIRECTORY = "db";
  private static final Set<String> NOT_OURS_BUT_HARMLESS = Set.of("lost+found", LOCK_FILE);

  /**
   * What this process holds. The system's lock cannot tell: it belongs to the process, and closing
   * any channel of the file would drop it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel lock;
  private final StoreFormat format;
  private final boolean fresh;

  private StoreDirectory(Path directory, FileChannel lock, StoreFormat format, boolean fresh) {
    this.directory = directory;
    this.lock = lock;
    this.format = format;
    this.fresh = fresh;
  }

  /**
   * Takes {@code directory}, which is made (but not its parents) if it is missing.
   *
   * @throws StoreFault if it is not ours to take: {@code LOCKED}, {@code FOREIGN} or {@code IO}
   */
  public static StoreDirectory take(Path directory, StoreFormat format) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
      checkFormat(directory, names(directory), format);
      Path real = directory.toRealPath();
      if (!HELD.add(real)) {
        throw new StoreFault(StoreFault.Kind.LOCKED, directory + " is open in this process");
      }
      try {
        return takeChecked(real, format);
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw failed("opening the directory " + directory, e);
    } catch (UncheckedIOException e) { // A list of files that breaks off.
      throw failed("opening the directory " + directory, new IOException(e.getMessage(), e));
    }
  }

  private static StoreDirectory takeChecked(Path directory, StoreFormat format) throws IOException {
    FileChannel lock = lock(directory);
    try {
      boolean fresh = !Files.exists(directory.resolve(FORMAT_FILE));
      if (fresh) {
        writeDurably(directory.resolve(PARTIAL_FILE), format);
        emptyOrMake(directory.resolve(DATA_DIRECTORY));
      }
      return new StoreDirectory(directory, lock, format, fresh);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static void checkFormat(Path directory, Set<String> names, StoreFormat format)
      throws IOException {
    if (names.contains(FORMAT_FILE)) {
      format.check(directory, textOf(directory.resolve(FORMAT_FILE)));
      return;
    }
    Set<String> others = new TreeSet<>(names);
    others.removeAll(NOT_OURS_BUT_HARMLESS);
    if (others.remove(PARTIAL_FILE)) {
      others.remove(DATA_DIRECTORY);
    }
    if (!others.isEmpty()) {
      throw new StoreFault(
          StoreFault.Kind.FOREIGN,
          directory + " was not made by this engine: it holds " + others + " and no FORMAT file");
    }
  }

  /** Damage can make any byte of it, which is then shown: it need not be UTF-8. */
  private static String textOf(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
  }

  /**
   * Returns where the engine's files are in {@code directory}, which is not taken.
   *
   * @throws StoreFault of kind {@code FOREIGN} if no database was completely made there
   */
  public static Path dataOf(Path directory, StoreFormat format) {
    try {
      if (!Files.exists(directory.resolve(FORMAT_FILE))) {
        throw new StoreFault(
            StoreFault.Kind.FOREIGN, directory + " holds no database: there is no FORMAT file");
      }
      checkFormat(directory, Set.of(FORMAT_FILE), format);
      return directory.resolve(DATA_DIRECTORY);
    } catch (IOException e) {
      throw failed("reading the format of " + directory, e);
    }
  }

  /**
   * Makes {@code directory} as one whose data {@code write} writes to the path it is given.
   *
   * @throws StoreFault if there is something already, or {@code write} throws it
   */
  public static void make(Path directory, StoreFormat format, Consumer<Path> write) {
    try {
      Files.createDirectory(directory);
      write.accept(directory.resolve(DATA_DIRECTORY));
      writeDurably(directory.resolve(FORMAT_FILE), format);
    } catch (IOException e) {
      throw failed("making a copy in " + directory, e);
    }
  }

  /**
   * Makes sure that nobody has {@code directory} open at this moment; it need not be there.
   *
   * @throws StoreFault of kind {@code LOCKED} if somebody has, of kind {@code IO} if that cannot be
   *     told
   */
  public static void requireFree(Path directory) {
    try {
      if (Files.notExists(directory.resolve(LOCK_FILE))) {
        return;
      }
      Path real = directory.toRealPath();
      if (!HELD.add(real)) {
        throw new StoreFault(StoreFault.Kind.LOCKED, directory + " is open in this process");
      }
      try {
        lock(real).close();
      } finally {
        HELD.remove(real);
      }
    } catch (IOException e) {
      throw failed("looking whether " + directory + " is open", e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    Path file = directory.resolve(LOCK_FILE);
    try {
      return lock(
          directory,
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          false);
    } catch (FileSystemException e) {
      if (ofSystem(String.valueOf(e.getMessage())) != StoreFault.Kind.READ_ONLY) {
        throw e;
      }
      // Nobody can write here; a shared lock still meets one who could when he began.
      return lock(directory, FileChannel.open(file, StandardOpenOption.READ), true);
    }
  }

  private static FileChannel lock(Path directory, FileChannel channel, boolean shared)
      throws IOException {
    FileLock held = null;
    try {
      held = channel.tryLock(0, Long.MAX_VALUE, shared);
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw new StoreFault(StoreFault.Kind.LOCKED, directory + " is open in another process");
    }
    return channel;
  }

  private static void writeDurably(Path file, StoreFormat format) throws IOException {
    Files.writeString(file, format.text() + "\n");
    sync(file);
    sync(parentOf(file));
  }

  /** What an interrupted creation left holds nothing: no write was ever answered. */
  private static void emptyOrMake(Path data) throws IOException {
    Files.createDirectories(data);
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file in a directory is expected, got " + file);
    }
    return parent;
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Returns the fault of a file that could not be used while {@code doing}. */
  public static StoreFault failed(String doing, IOException cause) {
    String text =
        cause instanceof NoSuchFileException
            ? "missing: " + cause.getMessage()
            : cause.getClass().getSimpleName() + " " + cause.getMessage();
    return new StoreFault(
        ofSystem(String.valueOf(cause.getMessage())), doing + " failed, " + text, cause);
  }

  /** Returns the kind of a failure of which only the system's words are known. */
  public static StoreFault.Kind ofSystem(String words) {
    if (words.contains("No space left on device") || words.contains("Disk quota exceeded")) {
      return StoreFault.Kind.DISK_FULL;
    }
    return words.contains("Read-only file system") ? StoreFault.Kind.READ_ONLY : StoreFault.Kind.IO;
  }

  /** Returns whether no database was completely made here yet. */
  public boolean isFresh() {
    return fresh;
  }

  /** Returns the directory itself. */
  public Path root() {
    return directory;
  }

  /** Returns where the engine's files are. */
  public Path data() {
    return directory.resolve(DATA_DIRECTORY);
  }

  /**
   * Notes that the database exists from now on, so that it is never made anew, and that it has the
   * engine's present format: to be called before the first byte is written that an older program
   * would not understand.
   */
  public void confirm() {
    Path named = directory.resolve(FORMAT_FILE);
    Path partial = directory.resolve(PARTIAL_FILE);
    try {
      if (!fresh) {
        if (textOf(named).equals(format.text())) {
          return;
        }
        writeDurably(partial, format);
      }
      Files.move(partial, named, StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
    } catch (IOException e) {
      throw failed("naming the format of " + directory, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw failed("releasing " + directory, e);
    } finally {
      HELD.remove(directory);
    }
  }
}
