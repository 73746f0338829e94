package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.FileTree;
import network.wcn.domain.ops.DumpName;
import network.wcn.domain.ops.DumpPathFacts;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where dumps are kept, DUMP_DIR: the files, their catalogue, and whose turn it is. */
public final class DumpDirectory {
  private static final Logger log = LoggerFactory.getLogger(DumpDirectory.class);
  private static final String LOCK_FILE = ".lock";
  private static final String SCRATCH_PREFIX = ".scratch-";

  private final Path directory;
  private final DumpCatalog catalog;

  private DumpDirectory(Path directory) {
    this.directory = directory;
    this.catalog = new DumpCatalog(directory);
  }

  /**
   * Opens {@code directory}, which is made (with its parents) if it is missing.
   *
   * @throws DumpFault if it is no directory or cannot be written to
   */
  public static DumpDirectory open(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Path probe = Files.createTempFile(absolute, ".probe-", "");
      Files.delete(probe);
      if (Files.getPosixFilePermissions(absolute).contains(PosixFilePermission.OTHERS_READ)) {
        log.atWarn()
            .addKeyValue("directory", absolute)
            .log("Everyone on this machine can read the dump directory");
      }
      return new DumpDirectory(absolute);
    } catch (IOException | UnsupportedOperationException e) {
      throw new DumpFault(
          DumpProblem.DUMP_FAILED,
          "user "
              + System.getProperty("user.name")
              + " cannot write to the dump directory "
              + absolute,
          e);
    }
  }

  /** Whose turn it is to make or restore a dump; ends it when closed. */
  public static final class Turn implements AutoCloseable {
    private final ProcessLock lock;

    private Turn(ProcessLock lock) {
      this.lock = lock;
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        throw new DumpFault(DumpProblem.DUMP_FAILED, "the lock cannot be released", e);
      }
    }
  }

  /**
   * Takes the only turn there is, among all processes that use this directory.
   *
   * @throws DumpFault if somebody else has it
   */
  public Turn take() {
    try {
      return ProcessLock.take(directory.resolve(LOCK_FILE))
          .map(Turn::new)
          .orElseThrow(() ->
              new DumpFault(
                  DumpProblem.BACKUP_IN_PROGRESS, "another backup or restore is under way"));
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.DUMP_FAILED, "the lock cannot be taken: " + e, e);
    }
  }

  /** Removes what another process left half done; only in one's turn. */
  void settle(Instant now) {
    catalog.settle(now);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = nameOf(file);
        if (name.endsWith(DumpName.PARTIAL_SUFFIX) || name.startsWith(SCRATCH_PREFIX)) {
          FileTree.remove(file);
        }
      }
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.DUMP_FAILED, "leftovers cannot be removed: " + e, e);
    }
  }

  /** Returns a new, empty directory that is removed by whoever asked, or at the next start. */
  Path scratch() throws IOException {
    return Files.createTempDirectory(directory, SCRATCH_PREFIX);
  }

  public DumpCatalog catalog() {
    return catalog;
  }

  /** Returns where the dump of {@code row} is, or was. */
  public Path pathOf(DumpRow row) {
    return directory.resolve(row.fileName());
  }

  /** Returns where the dump of {@code row} grows. */
  Path partialOf(DumpRow row) {
    return directory.resolve(row.fileName() + DumpName.PARTIAL_SUFFIX);
  }

  /** Puts the names of files on stable storage. */
  void sync() throws IOException {
    FileTree.sync(directory);
  }

  /** Returns the disk that this directory is on. */
  FileStore fileStore() throws IOException {
    return Files.getFileStore(directory);
  }

  /**
   * Returns the dump that {@code path} names: a path as this process sees it, or a file name.
   *
   * @throws DumpFault if it may not be used, see {@link DumpPathFacts}
   */
  public Path resolve(Optional<String> path) {
    Optional<Path> place = path.filter(text -> !text.isBlank()).flatMap(this::parse);
    Optional<DumpProblem> problem =
        place.map(this::factsOf).orElse(DumpPathFacts.MISSING).problem();
    if (problem.isPresent()) {
      throw new DumpFault(
          problem.get(), messageOf(problem.get(), path.orElse("(none)"), directory));
    }
    return place.orElseThrow();
  }

  private Optional<Path> parse(String text) {
    try {
      return Optional.of(directory.resolve(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private DumpPathFacts factsOf(Path place) {
    if (!Files.exists(place)) {
      return new DumpPathFacts(true, false, false, false, false, false, false);
    }
    boolean isFile = Files.isRegularFile(place);
    boolean isReadable = Files.isReadable(place);
    try {
      Path real = place.toRealPath();
      boolean isInside = real.startsWith(directory.toRealPath());
      String name = nameOf(real);
      boolean isCompleted =
          catalog.rows().stream()
              .anyMatch(row -> row.fileName().equals(name) && row.status() == DumpStatus.COMPLETED);
      return new DumpPathFacts(
          true, true, isFile, isReadable, isInside, DumpName.isDump(name), isCompleted);
    } catch (IOException _) {
      return new DumpPathFacts(true, true, isFile, false, false, false, false);
    }
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private static String messageOf(DumpProblem problem, String path, Path directory) {
    return switch (problem) {
      case DUMP_FILE_NOT_FOUND -> "Dump file not found: " + path;
      case INVALID_DUMP_FILE -> "Dump path is not a file: " + path;
      case DUMP_FILE_ACCESS_ERROR -> "Dump file cannot be read: " + path;
      case INVALID_DUMP_PATH,
          BACKUP_IN_PROGRESS,
          ENCRYPTION_SECRET_MISSING,
          ENCRYPTION_SECRET_EMPTY,
          DUMP_FAILED,
          RESTORE_FAILED ->
          "A completed dump in " + directory + " is expected, got " + path;
    };
  }

  /** Returns the completed dumps, the oldest first. */
  public List<DumpRow> completed() {
    return catalog.rows().stream().filter(row -> row.status() == DumpStatus.COMPLETED).toList();
  }
}
