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
 *  .rocksdb.restore-lock      held by the process that prepares or exchanges; stays
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
  private static final String LOCK = ".restore-lock";

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

  /**
   * Keeps other processes from taking what is being prepared for a leftover; to be taken before and
   * closed after the exchange.
   *
   * @throws StoreFault of kind {@code LOCKED} if another one restores
   */
  ProcessLock alone() throws IOException {
    return alone(directory);
  }

  private static ProcessLock alone(Path directory) throws IOException {
    return ProcessLock.take(directory.resolveSibling("." + directory.getFileName() + LOCK))
        .orElseThrow(() ->
            new StoreFault(
                StoreFault.Kind.LOCKED,
                "a dump is being restored to " + directory + " by another process"));
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

  private static void putBack(Path directory, Path kept) throws IOException {
    if (Files.exists(kept)) {
      FileTree.remove(directory);
      Files.move(kept, directory, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(beside(directory, MARK));
    FileTree.sync(parentOf(directory));
  }

  /**
   * Undoes an exchange that another process did not end; before the database is opened.
   *
   * @throws StoreFault of kind {@code LOCKED} if that process is still at work
   */
  static void settle(Path database) throws IOException {
    Path directory = database.toAbsolutePath().normalize();
    if (!Files.exists(beside(directory, MARK)) && besides(directory, STAGED).isEmpty()) {
      return;
    }
    try (ProcessLock _ = alone(directory)) {
      settleAlone(directory);
    }
  }

  private static void settleAlone(Path directory) throws IOException {
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
    for (Path each : besides(directory, suffix)) {
      FileTree.remove(each);
    }
  }

  private static List<Path> besides(Path directory, String suffix) throws IOException {
    String prefix = directory.getFileName() + suffix;
    Path parent = parentOf(directory);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix)).toList();
    }
  }
}
