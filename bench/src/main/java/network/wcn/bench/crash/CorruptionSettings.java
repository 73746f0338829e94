package network.wcn.bench.crash;

/**
 * Whose files are damaged, and how often.
 *
 * @param engine that keeps the records
 * @param flips at least 1
 * @param clients that write at once, 1 to 1,000
 * @param seed decides what is written and which bits are flipped
 */
public record CorruptionSettings(CrashSettings.Engine engine, int flips, int clients, long seed) {
  public CorruptionSettings {
    if (flips < 1) {
      throw new IllegalArgumentException("there must be a flipped bit, got " + flips);
    }
    CrashSettings.checkClients(clients);
  }
}
