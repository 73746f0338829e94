package network.wcn.app.db.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.app.db.dump.FileTree;
import network.wcn.domain.Bytes;
import network.wcn.domain.ops.DumpMeta;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.domain.ops.DumpRow;
import network.wcn.domain.ops.DumpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of all dumps, in a file beside them: outside of the database, which a restore puts back
 * in time.
 *
 * <p>Each line is a whole row in JSON; of a dump the last line counts. Lines are only appended, so
 * a crash can at most tear the last one, which is then passed over. The file is read anew each
 * time: it is short, and another process may write to it.
 */
public final class DumpCatalog {
  private static final Logger log = LoggerFactory.getLogger(DumpCatalog.class);
  private static final String FILE = "catalog.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  DumpCatalog(Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve(FILE);
  }

  /** Returns all rows, the oldest first. */
  public List<DumpRow> rows() {
    if (!Files.exists(file())) {
      return List.of();
    }
    Map<String, DumpRow> rows = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file())) {
        parse(line).ifPresent(row -> rows.put(row.id(), row));
      }
    } catch (IOException e) {
      throw new DumpFault(
          DumpProblem.DUMP_FILE_ACCESS_ERROR, "the catalogue cannot be read: " + e, e);
    }
    return List.copyOf(rows.values());
  }

  private static Optional<DumpRow> parse(String line) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DumpRowJson.read(JSON.readTree(line)));
    } catch (IOException | RuntimeException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("A line of the catalogue is damaged");
      return Optional.empty();
    }
  }

  /** Adds {@code row} or puts it in the place of the one with its ID; durable when it returns. */
  void put(DumpRow row) {
    try (FileChannel channel =
        FileChannel.open(
            file(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      channel.position(end);
      String separator = end > 0 && !endsLine(channel, end) ? "\n" : "";
      write(channel, separator + line(row));
      channel.force(true);
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.DUMP_FAILED, "the catalogue cannot be written: " + e, e);
    }
  }

  private static boolean endsLine(FileChannel channel, long end) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, end - 1);
    return last.get(0) == '\n';
  }

  private static String line(DumpRow row) {
    ObjectNode json = DumpRowJson.write(row, row.fileName());
    return json + "\n";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Bytes.utf8(text).unsafeArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Gives up what another process left half done and drops lines that no longer count. Nobody may
   * be making a dump.
   */
  void settle(Instant now) {
    List<DumpRow> rows = rows();
    if (rows.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (DumpRow row : rows) {
      boolean isInterrupted = row.status() == DumpStatus.IN_PROGRESS;
      text.append(
          line(
              isInterrupted
                  ? row.become(DumpStatus.FAILED, DumpMeta.failed("interrupted", 0), now)
                  : row));
    }
    Path partial = directory.resolve(FILE + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(channel, text.toString());
        channel.force(true);
      }
      Files.move(partial, file(), StandardCopyOption.ATOMIC_MOVE);
      FileTree.sync(directory);
    } catch (IOException e) {
      throw new DumpFault(DumpProblem.DUMP_FAILED, "the catalogue cannot be written: " + e, e);
    }
  }
}
