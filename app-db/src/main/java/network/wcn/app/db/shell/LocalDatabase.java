package network.wcn.app.db.shell;

import java.nio.file.Files;
import java.util.Optional;
import network.wcn.app.db.backup.RestorableStore;
import network.wcn.app.db.backup.StoreListener;
import network.wcn.port.backup.StoreEngine;
import network.wcn.port.storage.StoreFault;

/** Opens a database for a verb, if no other process holds it. */
final class LocalDatabase {
  private LocalDatabase() {}

  /**
   * Opens the database, or answers nothing if another process holds it.
   *
   * @throws VerbFailed if there is no database
   * @throws StoreFault if it cannot be opened for another reason
   */
  static Optional<RestorableStore> open(ShellSettings settings, StoreEngine engine) {
    requireThere(settings);
    return openOrMake(settings, engine);
  }

  /** Refuses a directory without a database, where opening would make an empty one. */
  static void requireThere(ShellSettings settings) {
    if (!Files.exists(settings.directory().resolve("FORMAT"))) {
      throw new VerbFailed(
          ShellStatus.FAILED,
          "there is no database in " + settings.directory() + ": set ROCKSDB_DIR or give --dir");
    }
  }

  /** Opens the database, which is made if it is missing. */
  static Optional<RestorableStore> openOrMake(ShellSettings settings, StoreEngine engine) {
    try {
      return Optional.of(new RestorableStore(engine, settings.directory(), StoreListener.NONE));
    } catch (StoreFault fault) {
      if (fault.kind() == StoreFault.Kind.LOCKED) {
        return Optional.empty();
      }
      throw fault;
    }
  }
}
