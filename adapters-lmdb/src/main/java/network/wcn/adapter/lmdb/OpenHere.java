package network.wcn.adapter.lmdb;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.wcn.port.storage.StoreFault;

/**
 * The environments that this process has open, each of them once.
 *
 * <p>The system's locks belong to the process. One that opened an environment again would not meet
 * its own lock: it would make the table of readers anew under those who are in it, and drop the
 * lock with the first of the two that is closed.
 */
final class OpenHere {
  /** By their real directories; without a store, one is being opened or it is examined. */
  private static final Map<Path, Optional<LmdbRecordStore>> OPEN = new ConcurrentHashMap<>();

  private OpenHere() {}

  /**
   * Takes {@code data} for the caller, who {@linkplain #release releases} it.
   *
   * @throws StoreFault of kind {@code LOCKED} if it is open here already
   */
  static void take(Path data) {
    if (OPEN.putIfAbsent(data, Optional.empty()) != null) {
      throw new StoreFault(
          StoreFault.Kind.LOCKED, data + " is open in this process, or it is examined there");
    }
  }

  /** Notes that {@code store} is what {@code data} was taken for. */
  static void show(Path data, LmdbRecordStore store) {
    OPEN.put(data, Optional.of(store));
  }

  /** Returns the store that has {@code data} open, if one has. */
  static Optional<LmdbRecordStore> store(Path data) {
    return OPEN.getOrDefault(data, Optional.empty());
  }

  static void release(Path data) {
    OPEN.remove(data);
  }
}
