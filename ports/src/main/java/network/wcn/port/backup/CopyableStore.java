package network.wcn.port.backup;

import java.nio.file.Path;
import network.wcn.port.storage.RecordStore;

/** An open store that can copy itself while it is used. */
public interface CopyableStore extends RecordStore {
  /**
   * Writes a database to {@code directory} that holds everything whose {@link #apply} had returned
   * before this call, and of what is applied meanwhile each batch whole or not at all.
   *
   * <p>The copy may share files with this store that neither of them changes any more: do not write
   * to it other than by opening it, and remove it soon.
   *
   * @param directory does not exist, its parent does; on the same file system the copy needs {@link
   *     #copyBytes}
   * @throws network.wcn.port.storage.StoreFault if it cannot be written; nothing is left of it then
   */
  void copyTo(Path directory);

  /**
   * Returns how many bytes a copy on the store's own file system would take now, 0 if it shares
   * nearly all of its files with this store.
   */
  long copyBytes();

  /** Returns how many records this store has forgotten since it was opened, in whatever way. */
  long forgotten();
}
