package network.wcn.adapter.lmdb;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.OpenGate;
import org.lmdbjava.LmdbException;

/**
 * Makes the map larger when it is full.
 *
 * <p>LMDB maps the file anew for that, at another address: nobody may be reading meanwhile. Calls
 * are short and waited for. Exports last, so they are ended, and begun anew by whoever needs them.
 * Nor can a copy be waited for, since all reads would wait, too; but it cannot be ended: so long,
 * what finds the map full fails like on a full disk. All of this is as rare as a disk that becomes
 * larger under a running database.
 */
final class MapGrowth {
  private final OpenGate gate;
  private final LmdbTables tables;
  private final Runnable endExports;
  private final ReentrantLock growing = new ReentrantLock();
  private final ReentrantLock copying = new ReentrantLock();

  /**
   * @param gate all transactions are inside of it, but for those of exports
   * @param endExports ends the transactions of exports; nobody is inside
   */
  MapGrowth(OpenGate gate, LmdbTables tables, Runnable endExports) {
    this.gate = gate;
    this.tables = tables;
    this.endExports = endExports;
  }

  /** Makes a copy, alone. */
  <T> T copy(Supplier<T> copy) {
    copying.lock();
    try {
      return copy.get();
    } finally {
      copying.unlock();
    }
  }

  /**
   * Doubles the map unless another thread has. The caller is not inside of the gate.
   *
   * @param fullBytes the size that it was too small with
   * @throws StoreFault of kind {@code DISK_FULL} while a copy is made, {@code IO} if the system has
   *     no room for a larger map, {@code CLOSED}
   */
  void grow(long fullBytes, StoreFault full) {
    growing.lock();
    try {
      if (!copying.tryLock()) {
        throw full;
      }
      try {
        gate.alone(() -> growAlone(fullBytes));
      } finally {
        copying.unlock();
      }
    } finally {
      growing.unlock();
    }
  }

  private void growAlone(long fullBytes) {
    if (tables.mapBytes() == fullBytes) {
      endExports.run();
      try {
        tables.growMap();
      } catch (LmdbException e) {
        throw LmdbFaults.of("making the map larger", e);
      }
    }
  }
}
