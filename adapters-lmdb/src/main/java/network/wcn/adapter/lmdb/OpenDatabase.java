package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.file.Path;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.port.storage.engine.StoreDirectory;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import org.lmdbjava.LmdbException;

/** LMDB's tables with their directory and clock: opened and closed in the right order. */
final class OpenDatabase implements AutoCloseable {
  private final StoreDirectory directory;
  private final RetentionClock clock;
  private final LmdbTables tables;

  private OpenDatabase(StoreDirectory directory, RetentionClock clock, LmdbTables tables) {
    this.directory = directory;
    this.clock = clock;
    this.tables = tables;
  }

  static OpenDatabase open(Path directory, LmdbSettings settings, WallClock clock) {
    StoreDirectory taken = StoreDirectory.take(directory, LmdbStoreEngine.FORMAT);
    try {
      OpenHere.take(taken.data());
    } catch (StoreFault examined) {
      taken.close();
      throw examined;
    }
    try {
      RetentionClock judging = RetentionClock.load(taken.root(), clock);
      LmdbTables tables = openCurrent(taken, settings);
      OpenDatabase open = new OpenDatabase(taken, judging, tables);
      open.keepClock();
      return open;
    } catch (RuntimeException | IOException e) {
      release(taken);
      throw e instanceof StoreFault fault ? fault : failed(directory, e);
    }
  }

  private static LmdbTables openCurrent(StoreDirectory taken, LmdbSettings settings)
      throws IOException {
    if (!taken.isFresh()) {
      DataFileCheck.run(taken.data());
    }
    LmdbTables tables = LmdbTables.open(taken.data(), settings.readers());
    try {
      taken.confirm();
      LmdbUpgrade.run(tables);
      return tables;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private static RuntimeException failed(Path directory, Exception cause) {
    String doing = "opening " + directory;
    return switch (cause) {
      case LmdbException e -> LmdbFaults.of(doing, e);
      case MalformedMessage e -> LmdbFaults.of(doing, e);
      case IOException e -> StoreDirectory.failed(doing, e);
      default -> new IllegalStateException(doing + " failed", cause);
    };
  }

  private static void release(StoreDirectory taken) {
    OpenHere.release(taken.data());
    taken.close();
  }

  LmdbTables tables() {
    return tables;
  }

  RetentionClock clock() {
    return clock;
  }

  /** Lets {@code store}, which is open, answer whoever wants to examine the database. */
  void show(LmdbRecordStore store) {
    OpenHere.show(directory.data(), store);
  }

  /** Returns how many bytes of the disk can be written. */
  long usableBytes() {
    return directory.root().toFile().getUsableSpace();
  }

  /** Frees everything native; nobody may be using it. */
  @Override
  public void close() {
    tables.close();
    keepClock();
    release(directory);
  }

  private void keepClock() {
    try {
      clock.save();
    } catch (IOException _) {
      // A full disk: the next process starts with what an earlier one kept.
    }
  }
}
