package network.wcn.app.db;

import java.util.Locale;
import network.wcn.port.backup.StoreEngineProvider;

/** Which engine keeps the records. */
public sealed interface StorageBackend {
  /** Returns the engine's name, which {@code STORAGE_BACKEND} says. */
  String engineName();

  /** An engine that is part of every database. */
  enum BuiltIn implements StorageBackend {
    ROCKSDB,
    LMDB;

    @Override
    public String engineName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An engine that the class path adds.
   *
   * @param maker knows the engine's own settings
   */
  record Found(String engineName, StoreEngineProvider.Maker maker) implements StorageBackend {}
}
