package network.wcn.bench.crash;

import java.util.Locale;

/**
 * How often which database is killed.
 *
 * @param engine that keeps the records
 * @param kills at least 1
 * @param clients that write at once, 1 to 1,000
 * @param seed decides what is written and after how much of it a kill comes
 */
public record CrashSettings(Engine engine, int kills, int clients, long seed) {
  /** A storage engine. */
  public enum Engine {
    ROCKSDB,
    LMDB;

    String setting() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MOST_CLIENTS = 1_000;

  public CrashSettings {
    if (kills < 1) {
      throw new IllegalArgumentException("there must be a kill, got " + kills);
    }
    checkClients(clients);
  }

  static void checkClients(int clients) {
    if (clients < 1 || clients > MOST_CLIENTS) {
      throw new IllegalArgumentException("clients are 1 to " + MOST_CLIENTS + ", got " + clients);
    }
  }
}
