package network.wcn.tck.storage;

import java.nio.file.Path;
import network.wcn.port.storage.RecordStore;
import network.wcn.port.time.WallClock;

/** Opens stores of the engine under test. */
@FunctionalInterface
public interface StoreFactory {
  /**
   * Opens the store in {@code directory}, with all that an earlier store left there.
   *
   * @param clock the engine's clock
   */
  RecordStore open(Path directory, WallClock clock);
}
