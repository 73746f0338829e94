package network.wcn.adapter.lmdb;

import network.wcn.domain.record.Retention;

/**
 * How the engine uses the machine.
 *
 * <p>Memory is the operating system's page cache: nothing is to be sized.
 *
 * @param readers most reads, walks and exports at once
 * @param sweepRowsPerSecond how many rows are judged in the background each second; 0 is none, then
 *     expired and deleted records are kept until {@code purge} is called (STORAGE_KEEP_HISTORY)
 * @param retention what may be forgotten
 * @throws IllegalArgumentException if {@code readers} is not positive or the rate is negative
 */
public record LmdbSettings(int readers, int sweepRowsPerSecond, Retention retention) {
  /** 1,024 readers, 5,000 rows a second, the network's rule. */
  public static final LmdbSettings DEFAULT = new LmdbSettings(1_024, 5_000, Retention.STANDARD);

  public LmdbSettings {
    if (readers < 1 || sweepRowsPerSecond < 0) {
      throw new IllegalArgumentException(
          "readers are at least 1 and the rate at least 0, got "
              + readers
              + " and "
              + sweepRowsPerSecond);
    }
  }
}
