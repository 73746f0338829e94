package network.wcn.bench.crash;

/**
 * Whose disk is filled, and by how many.
 *
 * @param engine that keeps the records
 * @param clients that write at once, 1 to 1,000
 * @param seed decides what is written
 * @param disk that is filled
 */
public record DiskFullSettings(
    CrashSettings.Engine engine, int clients, long seed, SmallDisk.Choice disk) {
  public DiskFullSettings {
    CrashSettings.checkClients(clients);
  }
}
