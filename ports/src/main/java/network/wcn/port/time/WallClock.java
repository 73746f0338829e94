package network.wcn.port.time;

/** The time of day: for record versions and expirations, never for measuring how long. */
public interface WallClock {
  /** Returns microseconds since the Unix epoch; may jump in either direction. */
  long unixMicros();

  /** Returns whole seconds since the Unix epoch. */
  default long unixSeconds() {
    return Math.floorDiv(unixMicros(), 1_000_000L);
  }

  /** Returns the clock of the operating system. */
  static WallClock system() {
    return () -> {
      java.time.Instant now = java.time.Instant.now();
      return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    };
  }
}
