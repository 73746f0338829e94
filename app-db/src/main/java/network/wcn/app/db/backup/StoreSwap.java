package network.wcn.app.db.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import network.wcn.app.db.dump.FileTree;
import network.wcn.domain.Bytes;
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
 * </pre>
 *
 * <p>A process that dies during an exchange leaves the last of them; the next start then puts back
 * what was there before, see {@link #settle}.
 */
final class StoreSwap implements RestorableStore.Exchange {
  private static final Logger log = LoggerFactory.getLogger(StoreSwap.class);
  private static final String STAGED = ".restore-";
  private static final String KEPT = ".pre-restore-";
  private static final String MARK = ".restoring";

  private final Path directory;
  private final Path staged;
  private final Path kept;

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

  /** Returns where to prepare the new directory. */
  Path staged() {
    return staged;
  }

  @Override
  public void forward() {
    try {
      Files.write(
          beside(directory, MARK),
          Bytes.utf8(String.valueOf(kept.getFileName())).unsafeArray(),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      FileTree.sync(parentOf(directory));
      if (Files.exists(directory)) {
        Files.move(directory, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(staged, directory, StandardCopyOption.ATOMIC_MOVE);
      FileTree.sync(parentOf(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("the directories cannot be exchanged", e);
    }
  }

  @Override
  public void back() {
    try {
      putBack(directory, kept);
    } catch (IOException e) {
      throw new UncheckedIOException("the directories cannot be put back", e);
    }
  }

  /** Ends the exchange: what is in place now stays. */
  void confirm() throws IOException {
    Files.deleteIfExists(beside(directory, MARK));
    FileTree.sync(parentOf(directory));
  }

  /** Removes what was prepared and not used. */
  void discard() throws IOException {
    FileTree.remove(staged);
  }

  private static void putBack(Path directory, Path kept) throws IOException {
    if (Files.exists(kept)) {
      FileTree.remove(directory);
      Files.move(kept, directory, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(beside(directory, MARK));
    FileTree.sync(parentOf(directory));
  }

  /** Undoes an exchange that another process did not end; before the database is opened. */
  static void settle(Path database) throws IOException {
    Path directory = database.toAbsolutePath().normalize();
    Path mark = beside(directory, MARK);
    if (Files.exists(mark)) {
      Path kept = directory.resolveSibling(Files.readString(mark).strip());
      log.atWarn()
          .addKeyValue("directory", directory)
          .log("A restore was interrupted and is undone");
      putBack(directory, kept);
    }
    removeAll(directory, STAGED);
  }

  /** Removes what earlier exchanges kept. */
  static void forgetKept(Path database) throws IOException {
    removeAll(database.toAbsolutePath().normalize(), KEPT);
  }

  private static void removeAll(Path directory, String suffix) throws IOException {
    String prefix = directory.getFileName() + suffix;
    Path parent = parentOf(directory);
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> all = Files.list(parent)) {
      found = all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix)).toList();
    }
    for (Path each : found) {
      FileTree.remove(each);
    }
  }
}
