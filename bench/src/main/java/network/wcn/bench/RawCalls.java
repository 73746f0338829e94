package network.wcn.bench;

import java.io.IOException;

/**
 * Measures the transport alone: one process asks, another answers, as many callers as a run has.
 *
 * @param java runs both processes
 * @param warmUpSeconds before it counts
 * @param seconds that count
 */
public record RawCalls(BenchJava java, int warmUpSeconds, int seconds) {
  private static final String CLIENT = "network.wcn.bench.wiring.RawClientMain";

  /**
   * Returns calls per second.
   *
   * @throws IOException if a process could not be run
   */
  public double measure(LoadSettings load) throws IOException {
    Process server = java.start(BenchJava.RAW_SERVER, String.valueOf(load.valueSizeBytes()));
    try {
      String[] place = BenchJava.firstLine(server).split(" ", -1);
      int readPercent =
          load.only().map(kind -> kind.isWrite() ? 0 : 100).orElse(load.readPercent());
      Process client =
          java.start(
              CLIENT,
              place[0],
              place[1],
              String.valueOf(load.callers()),
              String.valueOf(load.valueSizeBytes()),
              String.valueOf(readPercent),
              String.valueOf(warmUpSeconds),
              String.valueOf(seconds));
      try {
        return Double.parseDouble(BenchJava.firstLine(client));
      } finally {
        BenchJava.end(client);
      }
    } finally {
      BenchJava.end(server);
    }
  }
}
