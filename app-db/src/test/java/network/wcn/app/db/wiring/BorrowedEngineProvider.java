package network.wcn.app.db.wiring;

import java.nio.file.Path;
import network.wcn.adapter.lmdb.LmdbSettings;
import network.wcn.adapter.lmdb.LmdbStoreEngine;
import network.wcn.port.backup.CopyableStore;
import network.wcn.port.backup.EngineSettings;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.backup.StoreEngineProvider;
import network.wcn.port.storage.ExportCursor;

/** An engine that the class path of these tests adds: LMDB's under another name. */
public final class BorrowedEngineProvider implements StoreEngineProvider {
  static final String NAME = "borrowed";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Maker read(EngineSettings settings) {
    int readers =
        settings.optional(
            "BORROWED_READERS", "a whole number, at least 1", 64, BorrowedEngineProvider::positive);
    return (keepHistory, clock, _) -> {
      LmdbSettings usual = LmdbSettings.DEFAULT;
      int rows = keepHistory ? 0 : usual.sweepRowsPerSecond();
      LmdbSettings lmdb = new LmdbSettings(readers, rows, usual.retention());
      return new Borrowed(new LmdbStoreEngine(lmdb, clock), lmdb);
    };
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("not positive");
    }
    return number;
  }

  /** Shows what it was set up with. */
  record Borrowed(StoreEngine lmdb, LmdbSettings settings) implements StoreEngine {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int formatVersion() {
      return lmdb.formatVersion();
    }

    @Override
    public CopyableStore open(Path directory) {
      return lmdb.open(directory);
    }

    @Override
    public ExportCursor examine(Path directory) {
      return lmdb.examine(directory);
    }
  }
}
