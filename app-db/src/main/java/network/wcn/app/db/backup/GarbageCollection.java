package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.wcn.app.db.dump.FileTree;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.time.Ticker;

/**
 * Rewrites the files of an open database without what it may forget, one run at a time.
 *
 * @see "operations.md B9"
 */
public final class GarbageCollection {
  private final RestorableStore store;
  private final Path database;
  private final Ticker ticker;
  private final Semaphore turn = new Semaphore(1);

  public GarbageCollection(RestorableStore store, Path database, Ticker ticker) {
    this.store = store;
    this.database = database;
    this.ticker = ticker;
  }

  /**
   * What a run did.
   *
   * @param removed records that are forgotten now; overwritten rows are not counted
   * @param bytesBefore size of the database's files
   * @param bytesAfter size of the database's files
   */
  public record Outcome(long removed, long bytesBefore, long bytesAfter, long durationMillis) {}

  /**
   * Runs and returns what was done, or nothing if a run is under way already.
   *
   * @throws StoreFault if the engine fails
   */
  public Optional<Outcome> run() {
    if (!turn.tryAcquire()) {
      return Optional.empty();
    }
    try {
      long begun = ticker.nanos();
      long before = FileTree.sizeBytes(database);
      long forgotten = store.forgotten();
      store.purge();
      return Optional.of(
          new Outcome(
              store.forgotten() - forgotten,
              before,
              FileTree.sizeBytes(database),
              TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun)));
    } catch (IOException e) {
      throw new StoreFault(StoreFault.Kind.IO, "the size of " + database + " is unknown", e);
    } finally {
      turn.release();
    }
  }
}
