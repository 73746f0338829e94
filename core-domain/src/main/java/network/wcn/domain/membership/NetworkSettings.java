package network.wcn.domain.membership;

import java.time.Duration;

/**
 * Settings that all nodes share, decoded.
 *
 * @param maxOperatorDataBytes longest operator data the contract takes, 0 to 65,535
 * @param minOperators fewest operators the contract allows, 0 to 255
 * @param eventPropagationLatency how long an event of the contract takes to reach every node
 * @param clockSkew how far apart the clocks of two nodes may be
 * @param migrationConcurrency shards that a migration pulls at once, 0 to 65,535; 0 means no limit
 * @param migrationTxBytesPerSecond bytes per second a node sends for migrations, unsigned 32 bits;
 *     0 means no limit
 * @param migrationRxBytesPerSecond bytes per second a node receives for migrations, unsigned 32
 *     bits; 0 means no limit
 * @throws IllegalArgumentException if a number is outside its range or a duration negative
 * @see "protocol/wire.md section 10"
 */
public record NetworkSettings(
    int maxOperatorDataBytes,
    int minOperators,
    Duration eventPropagationLatency,
    Duration clockSkew,
    int migrationConcurrency,
    long migrationTxBytesPerSecond,
    long migrationRxBytesPerSecond) {
  private static final long MAX_U32 = 0xffff_ffffL;

  /** What holds where the contract says nothing. */
  public static final NetworkSettings DEFAULTS =
      new NetworkSettings(
          4096, 5, Duration.ofSeconds(5), Duration.ofMillis(500), 10, 10_000_000, 10_000_000);

  public NetworkSettings {
    check("maxOperatorDataBytes", maxOperatorDataBytes, 65_535);
    check("minOperators", minOperators, 255);
    check("eventPropagationLatency", eventPropagationLatency);
    check("clockSkew", clockSkew);
    check("migrationConcurrency", migrationConcurrency, 65_535);
    check("migrationTxBytesPerSecond", migrationTxBytesPerSecond, MAX_U32);
    check("migrationRxBytesPerSecond", migrationRxBytesPerSecond, MAX_U32);
  }

  private static void check(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(name + " is 0 to " + max + ", got " + value);
    }
  }

  private static void check(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is not negative, got " + value);
    }
  }
}
