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

  /**
   * @param java runs a database; asked for each, since the first leaves what makes others faster
   * @param directory of the records and of what a process unpacks
   */
  TriedDatabase(Supplier<BenchJava> java, Path directory, CrashSettings.Engine engine) {
    this.java = java;
    this.directory = directory;
    this.engine = engine;
  }

  /** Starts it; the one before has ended. */
  DatabaseProcess start() throws IOException {
    // Native libraries are unpacked there, and a process that is killed does not tidy up.
    Path scratch = directory.resolve("tmp");
    FileTree.remove(scratch);
    Files.createDirectory(scratch);
    BenchJava usual = java.get();
    List<String> words = new ArrayList<>(usual.words());
    words.add("-Djava.io.tmpdir=" + scratch);
    Map<String, String> variables = new HashMap<>(SMALL_BUFFERS);
    variables.put("STORAGE_BACKEND", engine.setting());
    return new DatabaseProcess(
        new BenchJava(words, usual.classPath()), directory.resolve("database"), variables);
  }

  /** Asks the process to end and waits until it has. */
  static void endInOrder(DatabaseProcess database) throws IOException, InterruptedException {
    if (!database.end(LONGEST_END_SECONDS)) {
      throw new IOException("the database did not end when it was asked to");
    }
  }
}
