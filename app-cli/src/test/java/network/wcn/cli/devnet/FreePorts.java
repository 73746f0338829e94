package network.wcn.cli.devnet;

import java.util.Random;
import java.util.stream.IntStream;

/** Ports for networks that tests start. */
public final class FreePorts {
  /** As many as a network of tests uses at most. */
  private static final int PORTS = 120;

  private FreePorts() {}

  /**
   * Returns the first of some ports that are free just now, all below those that the system gives
   * to whoever asks for any.
   */
  public static int base() {
    return new Random()
        .ints(12_000, 30_000)
        .filter(base -> IntStream.range(base, base + PORTS).allMatch(ServerPort::isFreeTcp))
        .findFirst()
        .orElseThrow();
  }
}
