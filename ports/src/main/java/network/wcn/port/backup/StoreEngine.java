package network.wcn.port.backup;

import java.nio.file.Path;
import network.wcn.port.storage.ExportCursor;

/**
 * A kind of storage engine with its settings: opens databases in directories.
 *
 * <p>A directory is all that a database is: copied to another place with its names, it is the same
 * database. All methods block, are for platform threads, and throw {@link
 * network.wcn.port.storage.StoreFault}.
 */
public interface StoreEngine {
  /** Returns the engine's name: letters, digits and dashes. */
  String name();

  /** Returns the version of the form that this engine writes; it opens this and all older ones. */
  int formatVersion();

  /**
   * Opens the database in {@code directory}, which is made (but not its parents) if missing.
   *
   * <p>When this returns, there is a file {@code FORMAT} in it, without which the server's verbs
   * refuse a directory, and the directory is locked until the store is closed: a second opening, by
   * this process or another one, fails with a fault of kind {@code LOCKED}. {@link
   * network.wcn.port.storage.engine.StoreDirectory} does both.
   */
  CopyableStore open(Path directory);

  /**
   * Opens a walk over all records of the database in {@code directory} and changes nothing there.
   *
   * <p>Another process may have it open; the walk then sees some state of it, and may fail when
   * that process tidies up its files meanwhile.
   *
   * @throws network.wcn.port.storage.StoreFault of kind {@code FOREIGN} if there is no database
   */
  ExportCursor examine(Path directory);
}
