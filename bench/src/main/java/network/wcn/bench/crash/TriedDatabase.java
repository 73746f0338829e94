package network.wcn.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import network.wcn.app.db.dump.FileTree;
import network.wcn.bench.BenchJava;
import network.wcn.bench.storage.DatabaseProcess;

/**
 * A database that is started again and again, each time as a new process on the same records.
 *
 * <p>Write buffers are small, so that flushes and compactions are interrupted too.
 */
final class TriedDatabase {
  private static final Map<String, String> SMALL_BUFFERS =
      Map.of(
          "ROCKSDB_BLOCK_CACHE_SIZE", "16777216",
          "ROCKSDB_WRITE_BUFFER_SIZE", "524288",
          "ROCKSDB_NUM_CALLBACK_THREADS", "4",
          "ROCKSDB_MAX_BACKGROUND_JOBS", "2",
          "SHUTDOWN_GRACE_SECS", "5");
  private static final int LONGEST_END_SECONDS = 120;

  private final Supplier<BenchJava> java;
  private final Path directory;
  private final CrashSettings.Engine engine;
  private final Path records;
  private final List<String> before;
  private final Map<String, String> variables;

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory of the records and of what a process unpacks
   */
  TriedDatabase(Supplier<BenchJava> java, Path directory, CrashSettings.Engine engine) {
    this(java, directory, engine, directory.resolve("database"), List.of(), Map.of());
  }

  private TriedDatabase(
      Supplier<BenchJava> java,
      Path directory,
      CrashSettings.Engine engine,
      Path records,
      List<String> before,
      Map<String, String> variables) {
    this.java = java;
    this.directory = directory;
    this.engine = engine;
    this.records = records;
    this.before = before;
    this.variables = variables;
  }

  /** Returns the same with its records on {@code disk}, of which it leaves so many bytes alone. */
  TriedDatabase on(SmallDisk disk, long reserveBytes) {
    return new TriedDatabase(
        java,
        directory,
        engine,
        disk.directory().resolve("database"),
        disk.words(),
        Map.of("STORAGE_FREE_RESERVE_BYTES", Long.toString(reserveBytes)));
  }

  /** Starts it; the one before has ended. */
  DatabaseProcess start() throws IOException {
    // Native libraries are unpacked there, and a process that is killed does not tidy up.
    Path scratch = directory.resolve("tmp");
    FileTree.remove(scratch);
    Files.createDirectory(scratch);
    BenchJava usual = java.get();
    List<String> words = new ArrayList<>(before);
    words.addAll(usual.words());
    words.add("-Djava.io.tmpdir=" + scratch);
    Map<String, String> all = new HashMap<>(SMALL_BUFFERS);
    all.putAll(variables);
    all.put("STORAGE_BACKEND", engine.setting());
    return new DatabaseProcess(new BenchJava(words, usual.classPath()), records, all);
  }

  /** Asks the process to end and waits until it has. */
  static void endInOrder(DatabaseProcess database) throws IOException, InterruptedException {
    if (!database.end(LONGEST_END_SECONDS)) {
      throw new IOException("the database did not end when it was asked to");
    }
  }
}
