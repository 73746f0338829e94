package network.wcn.app.db.backup;

import network.wcn.port.storage.StoreFault;

/** Hears what becomes of a {@link RestorableStore}, on the thread of whoever uses it. */
public interface StoreListener {
  /** Hears nothing. */
  StoreListener NONE = new StoreListener() {};

  /** Another database is being put in the place, or it is not any more. */
  default void restoring(boolean holds) {}

  /** Another database is in the place now, and nothing is left of the one before. */
  default void replaced() {}

  /**
   * A batch is about to be written.
   *
   * @throws StoreFault to refuse it
   */
  default void writing() {}

  /** A call failed. */
  default void failed(StoreFault fault) {}
}
