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
 * A walk over a database that another process may have open, which leaves no trace.
 *
 * <p>Where there is LMDB's lock file, the walk stands in its table of readers, so that no page that
 * it sees is used again before it ends. A copy that nobody has opened yet has none, and none is
 * made for it: then whoever opens it meanwhile ends the walk. On a read-only disk LMDB does without
 * the file, as nobody writes there.
 */
final class LmdbExamination implements ExportCursor {
  private static final int RECORDS_BETWEEN_LOOKS = 256;

  private final Path data;
  private final boolean isListed;
  private final LmdbTables tables;
  private final LmdbExport walk;
  private int returned;
  private boolean closed;

  private LmdbExamination(Path data, boolean isListed, LmdbTables tables) {
    this.data = data;
    this.isListed = isListed;
    this.tables = tables;
    walk = new LmdbExport(new OpenGate(), new LmdbWalk(tables, PositionRange.ALL), _ -> {});
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
    boolean isListed = Files.exists(lockOf(data));
    LmdbTables tables = LmdbTables.examine(data, isListed);
    try {
      return new LmdbExamination(data, isListed, tables);
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private static Path lockOf(Path data) {
    return data.resolve("lock.mdb");
  }

  @Override
  public Optional<ExportedRecord> next() {
    if (returned % RECORDS_BETWEEN_LOOKS == 0) {
      checkLeftAlone();
    }
    Optional<ExportedRecord> next = walk.next();
    if (next.isEmpty()) {
      checkLeftAlone();
    }
    returned++;
    return next;
  }

  private void checkLeftAlone() {
    if (!isListed && Files.exists(lockOf(data))) {
      throw new StoreFault(
          StoreFault.Kind.IO, data + " was opened for the first time meanwhile: begin again");
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
