package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.OpenGate;

/**
 * A walk over a database that another process may have open, which makes no file.
 *
 * <p>Where there is LMDB's lock file, the walk stands in its table of readers, so that no page that
 * it sees is used again before it ends. Without the table, a walk that is overtaken by a write ends
 * with a fault. That is so for a copy that nobody has opened yet, which has no lock file and gets
 * none, and where the disk is read-only for this process: LMDB then does without the file, though
 * another process may write through another mount.
 */
final class LmdbExamination implements ExportCursor {
  private static final int RECORDS_BETWEEN_LOOKS = 256;

  private final Path data;
  private final LmdbTables tables;
  private final LmdbExport walk;
  private final long transaction;
  private final boolean isListed;
  private int returned;
  private boolean closed;

  private LmdbExamination(Path data, LmdbTables tables) {
    this.data = data;
    this.tables = tables;
    LmdbWalk walked = new LmdbWalk(tables, PositionRange.ALL);
    walk = new LmdbExport(new OpenGate(), walked, _ -> {});
    transaction = walked.transactionId();
    isListed = tables.hasReaders(); // This one at least, if there is a table.
  }

  /** Begins a walk over the environment in {@code directory}. */
  static ExportCursor of(Path directory) throws IOException {
    Path data = directory.toRealPath();
    Optional<LmdbRecordStore> open = OpenHere.store(data);
    if (open.isPresent()) {
      return open.get().export(PositionRange.ALL);
    }
    OpenHere.take(data);
    try {
      return begin(data);
    } catch (RuntimeException | IOException e) {
      OpenHere.release(data);
      throw e;
    }
  }

  private static LmdbExamination begin(Path data) throws IOException {
    LmdbTables tables = LmdbTables.examine(data, Files.exists(data.resolve("lock.mdb")));
    try {
      return new LmdbExamination(data, tables);
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  @Override
  public Optional<ExportedRecord> next() {
    if (returned % RECORDS_BETWEEN_LOOKS == 0) {
      checkLeftAlone();
    }
    Optional<ExportedRecord> next = walkOn();
    if (next.isEmpty()) {
      checkLeftAlone();
    }
    returned++;
    return next;
  }

  private Optional<ExportedRecord> walkOn() {
    try {
      return walk.next();
    } catch (StoreFault fault) {
      checkLeftAlone(); // What looks like damage may be a page that was used again.
      throw fault;
    }
  }

  private void checkLeftAlone() {
    if (!closed && !isListed && tables.lastTransaction() != transaction) {
      throw new StoreFault(
          StoreFault.Kind.IO,
          data
              + " is being written by a process that this one cannot see: run it beside that"
              + " process, or begin again");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      walk.close();
      tables.close();
      OpenHere.release(data);
    }
  }
}
