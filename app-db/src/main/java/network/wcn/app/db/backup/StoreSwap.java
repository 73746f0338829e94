package network.wcn.app.db.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.wcn.app.db.dump.FileTree;
import network.wcn.port.storage.StoreFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a prepared directory in the place of the database's, by renaming.
 *
 * <p>For {@code /data/rocksdb} these lie beside it:
 *
 * <pre>
 *  rocksdb.restore-TIME       what is being prepared
 *  rocksdb.pre-restore-TIME   what was there before; removed after the next successful backup
 *  rocksdb.restoring          names the latter while an exchange is under way
 *  .rocksdb.restore-lock      held while the database is opened, or a restore is prepared; stays
 * </pre>
 *
 * <p>A process that dies during an exchange leaves the third; the next start then puts back what
 * was there before, see {@link #opening}.
 */
final class StoreSwap implements RestorableStore.Exchange {
  private static final Logger log = LoggerFactory.getLogger(StoreSwap.class);
  private static final String STAGED = ".restore-";
  private static final String KEPT = ".pre-restore-";
  private static final String MARK = ".restoring";
  private static final String PARTIAL = ".partial";
  private static final String LOCK = ".restore-lock";
  private static final String UNDONE = "undone";

  private final Path directory;
  private final Path staged;
  private final Path kept;
  private boolean isBegun;

  private StoreSwap(Path directory, Path staged, Path kept) {
    this.directory = directory;
    this.staged = staged;
    this.kept = kept;
  }

  /** Returns the exchange of {@code directory} that begins at {@code now}. */
  static StoreSwap of(Path directory, Instant now) {
    Path place = directory.toAbsolutePath().normalize();
    String time = now.toString().replace(':', '-').replace('.', '-');
    return new StoreSwap(place, beside(place, STAGED + time), beside(place, KEPT + time));
  }

  private static Path beside(Path directory, String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  private static Path parentOf(Path directory) {
    Path parent = directory.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a database cannot be the root directory");
    }
    return parent;
  }

  /**
   * Keeps other processes from opening the database, and from taking what is being prepared for a
   * leftover; to be taken before and closed after the exchange.
   *
   * @throws StoreFault of kind {@code LOCKED} if another one restores or opens it
   */
  ProcessLock alone() throws IOException {
    return ProcessLock.take(lockOf(directory)).orElseThrow(() -> locked(directory));
  }

  private static Path lockOf(Path directory) {
    return directory.resolveSibling("." + directory.getFileName() + LOCK);
  }

  private static StoreFault locked(Path directory) {
    return new StoreFault(
        StoreFault.Kind.LOCKED,
        "another process restores a dump to " + directory + ", or is opening it");
  }

  /** Returns where to prepare the new directory. */
  Path staged() {
    return staged;
  }

  @Override
  public void forward() {
    try {
      mark();
      if (Files.exists(directory)) {
        Files.move(directory, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(staged, directory, StandardCopyOption.ATOMIC_MOVE);
      FileTree.sync(parentOf(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("the directories cannot be exchanged", e);
    }
  }

  /** Says what is under way; from then on whoever starts undoes it. */
  private void mark() throws IOException {
    Path partial = beside(directory, MARK + PARTIAL);
    Files.writeString(partial, String.valueOf(kept.getFileName()));
    FileTree.sync(partial);
    isBegun = true;
    Files.move(partial, beside(directory, MARK), StandardCopyOption.ATOMIC_MOVE);
    FileTree.sync(parentOf(directory));
  }

  @Override
  public void back() {
    if (!isBegun) {
      return;
    }
    try {
      if (isThere(kept) && !isThere(beside(directory, MARK))) {
        // What follows must not be left half done without it.
        mark();
      }
      putBack(directory, kept);
    } catch (IOException e) {
      throw new UncheckedIOException("the directories cannot be put back", e);
    }
  }

  @Override
  public void confirm() {
    try {
      Files.deleteIfExists(beside(directory, MARK));
      FileTree.sync(parentOf(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("the exchange cannot be confirmed", e);
    }
  }

  /** Removes what was prepared and not used. */
  void discard() throws IOException {
    FileTree.remove(staged);
  }

  /** Undoes what the mark says; can be done again when it broke off anywhere. */
  private static void putBack(Path directory, Path kept) throws IOException {
    Path undone = beside(directory, STAGED + UNDONE);
    if (isThere(kept)) {
      if (isThere(directory)) {
        FileTree.remove(undone);
        Files.move(directory, undone, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(kept, directory, StandardCopyOption.ATOMIC_MOVE);
      FileTree.sync(parentOf(directory));
    }
    Files.deleteIfExists(beside(directory, MARK));
    FileTree.sync(parentOf(directory));
    tidyUp(undone);
  }

  /** Nothing depends on it. */
  private static void tidyUp(Path leftover) {
    try {
      FileTree.remove(leftover);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("directory", leftover)
          .setCause(e)
          .log("What a restore left cannot be removed");
    }
  }

  /** Only what is known to be missing is. */
  private static boolean isThere(Path place) throws IOException {
    if (Files.exists(place)) {
      return true;
    }
    if (!Files.notExists(place)) {
      throw new IOException("cannot tell whether there is " + place);
    }
    return false;
  }

  /**
   * Opens a database while nobody restores it, once an exchange that another process did not end is
   * undone.
   *
   * @throws StoreFault of kind {@code LOCKED} if that process is still at work, of another if what
   *     it left is not clear
   */
  static <T> T opening(Path database, Supplier<T> open) throws IOException {
    Path directory = database.toAbsolutePath().normalize();
    Optional<ProcessLock> lock;
    try {
      lock = ProcessLock.take(lockOf(directory));
    } catch (IOException e) {
      // A read-only disk, or a directory of somebody else: nothing is undone or tidied up there.
      if (isThere(beside(directory, MARK))) {
        throw e;
      }
      checkNoneIsKept(directory);
      return open.get();
    }
    try (ProcessLock _ = lock.orElseThrow(() -> locked(directory))) {
      settle(directory);
      return open.get();
    }
  }

  private static void settle(Path directory) throws IOException {
    Path mark = beside(directory, MARK);
    if (isThere(mark)) {
      undo(directory, mark);
    }
    besides(directory, STAGED).forEach(StoreSwap::tidyUp);
    checkNoneIsKept(directory);
  }

  private static void undo(Path directory, Path mark) throws IOException {
    // Whatever it holds is a text: what is no UTF-8 of it is no name either.
    String name = new String(Files.readAllBytes(mark), StandardCharsets.UTF_8).strip();
    if (isKeptName(directory, name)) {
      log.atWarn()
          .addKeyValue("directory", directory)
          .addKeyValue("kept", name)
          .log("A restore was interrupted and is undone");
      putBack(directory, directory.resolveSibling(name));
      return;
    }
    // It was cut while it was written, as older versions wrote it: before anything was renamed.
    if (!isThere(directory)) {
      throw new StoreFault(
          StoreFault.Kind.IO,
          "a restore to "
              + directory
              + " was interrupted and "
              + mark
              + " does not say where the database is: rename it to its place and remove that file");
    }
    Files.delete(mark);
  }

  private static boolean isKeptName(Path directory, String name) {
    return name.startsWith(directory.getFileName() + KEPT)
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
  }

  /** An engine would make an empty database, and the next backup remove what was kept. */
  private static void checkNoneIsKept(Path directory) throws IOException {
    List<Path> kept = isThere(directory) ? List.of() : besides(directory, KEPT);
    if (!kept.isEmpty()) {
      throw new StoreFault(
          StoreFault.Kind.IO,
          "there is no database in "
              + directory
              + ", but what was there before a restore: rename "
              + kept.getLast()
              + " to it, or remove that to begin empty");
    }
  }

  /** Removes what earlier exchanges kept. */
  static void forgetKept(Path database) throws IOException {
    for (Path each : besides(database.toAbsolutePath().normalize(), KEPT)) {
      FileTree.remove(each);
    }
  }

  private static List<Path> besides(Path directory, String suffix) throws IOException {
    String prefix = directory.getFileName() + suffix;
    Path parent = parentOf(directory);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    return FileTree.namesIn(parent).stream()
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .map(parent::resolve)
        .toList();
  }
}
