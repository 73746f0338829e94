package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.RetentionClock;
import network.wcn.port.storage.engine.StoreDirectory;
import network.wcn.port.time.WallClock;
import network.wcn.wire.MalformedMessage;
import org.lmdbjava.LmdbException;

/**
 * LMDB's tables with their directory and clock: opened and closed in the right order.
 *
 * <p>LMDB opens its lock file for writing. A database whose disk is read-only is opened for reading
 * only, without that file: its directory is held all the same, so that nobody writes once the disk
 * can be written to again.
 */
final class OpenDatabase implements AutoCloseable {
  private final StoreDirectory directory;
  private final Path realData;
  private final RetentionClock clock;
  private final LmdbTables tables;
  private final Optional<StoreFault> whyReadOnly;

  private OpenDatabase(
      StoreDirectory directory,
      Path realData,
      RetentionClock clock,
      LmdbTables tables,
      Optional<StoreFault> whyReadOnly) {
    this.directory = directory;
    this.realData = realData;
    this.clock = clock;
    this.tables = tables;
    this.whyReadOnly = whyReadOnly;
  }

  /** How large the map is at first. */
  @FunctionalInterface
  interface MapSize {
    long bytesFor(Path data) throws IOException;
  }

  static OpenDatabase open(
      Path directory, LmdbSettings settings, WallClock clock, MapSize mapSize) {
    StoreDirectory taken = StoreDirectory.take(directory, LmdbStoreEngine.FORMAT);
    Path realData;
    try {
      realData = taken.data().toRealPath();
      OpenHere.take(realData);
    } catch (StoreFault | IOException e) {
      taken.close();
      throw asFault(directory, e);
    }
    try {
      RetentionClock judging = RetentionClock.load(taken.root(), clock);
      if (!taken.isFresh()) {
        DataFileCheck.run(taken.data());
      }
      OpenDatabase open = openAsFarAsPossible(taken, realData, judging, settings, mapSize);
      open.keepClock();
      return open;
    } catch (RuntimeException | IOException e) {
      release(taken, realData);
      throw asFault(directory, e);
    }
  }

  private static RuntimeException asFault(Path directory, Exception met) {
    return met instanceof StoreFault fault ? fault : failed(directory, met);
  }

  private static OpenDatabase openAsFarAsPossible(
      StoreDirectory taken,
      Path realData,
      RetentionClock clock,
      LmdbSettings settings,
      MapSize mapSize)
      throws IOException {
    try {
      return new OpenDatabase(
          taken, realData, clock, openCurrent(taken, settings, mapSize), Optional.empty());
    } catch (LmdbException e) {
      StoreFault fault = LmdbFaults.of("opening " + taken.root(), e);
      if (taken.isFresh() || fault.kind() != StoreFault.Kind.READ_ONLY) {
        throw e;
      }
      return new OpenDatabase(
          taken, realData, clock, openReadOnly(taken, settings), Optional.of(fault));
    }
  }

  private static LmdbTables openCurrent(
      StoreDirectory taken, LmdbSettings settings, MapSize mapSize) throws IOException {
    LmdbTables tables =
        LmdbTables.open(taken.data(), settings.readers(), mapSize.bytesFor(taken.data()));
    try {
      taken.confirm();
      LmdbUpgrade.run(tables);
      return tables;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private static LmdbTables openReadOnly(StoreDirectory taken, LmdbSettings settings)
      throws IOException {
    taken.confirm(); // One of format 1 has to be brought to format 2 first, which writes.
    LmdbTables tables = LmdbTables.openReadOnly(taken.data(), settings.readers());
    try {
      if (LmdbTable.openPlain(tables.env()).isEmpty()) {
        return tables;
      }
      throw new StoreFault(
          StoreFault.Kind.READ_ONLY,
          taken.root() + " has to be brought to a newer format, and the disk is read-only");
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private static RuntimeException failed(Path directory, Exception cause) {
    String doing = "opening " + directory;
    return switch (cause) {
      case LmdbException e -> LmdbFaults.ofOpening(doing, e);
      case MalformedMessage e -> LmdbFaults.of(doing, e);
      case IOException e -> StoreDirectory.failed(doing, e);
      default -> new IllegalStateException(doing + " failed", cause);
    };
  }

  private static void release(StoreDirectory taken, Path realData) {
    OpenHere.release(realData);
    taken.close();
  }

  /** Returns why nothing can be written as long as this is open, if so. */
  Optional<StoreFault> whyReadOnly() {
    return whyReadOnly;
  }

  LmdbTables tables() {
    return tables;
  }

  RetentionClock clock() {
    return clock;
  }

  /** Lets {@code store}, which is open, answer whoever wants to examine the database. */
  void show(LmdbRecordStore store) {
    OpenHere.show(realData, store);
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
    release(directory, realData);
  }

  private void keepClock() {
    try {
      clock.save();
    } catch (IOException _) {
      // A full disk: the next process starts with what an earlier one kept.
    }
  }
}
