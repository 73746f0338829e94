package network.wcn.adapter.lmdb;

import java.io.IOException;
import java.nio.file.Path;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.engine.StoreDirectory;
import network.wcn.port.storage.engine.StoreFormat;
import network.wcn.port.time.WallClock;
import org.lmdbjava.LmdbException;

/** LMDB as a kind of engine: opens stores with the same settings. */
public final class LmdbStoreEngine implements StoreEngine {
  /** What our directories say of themselves; format 1 had no checksums, see {@link LmdbTable}. */
  static final StoreFormat FORMAT = new StoreFormat("wcn-lmdb", 2);

  private static final String NAME = "lmdb";

  private final LmdbSettings settings;
  private final WallClock clock;

  public LmdbStoreEngine(LmdbSettings settings, WallClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int formatVersion() {
    return FORMAT.number();
  }

  @Override
  public CopyableStore open(Path directory) {
    return LmdbRecordStore.open(directory, settings, clock);
  }

  @Override
  public ExportCursor examine(Path directory) {
    Path data = StoreDirectory.dataOf(directory, FORMAT);
    try {
      return LmdbExamination.of(data);
    } catch (LmdbException e) {
      throw LmdbFaults.ofOpening("examining " + directory, e);
    } catch (IOException e) {
      throw StoreDirectory.failed("examining " + directory, e);
    }
  }
}
