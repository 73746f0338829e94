package network.wcn.domain.membership;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When each keyspace version counts: the timing of a view's latest keyspace change.
 *
 * <p>Nodes hear of a change on chain at different moments and their clocks differ. So a change
 * counts only from a fixed latency after its block on, and around that instant replicas accept both
 * versions, for as long as clocks may differ.
 *
 * <p>All times are nanoseconds since the Unix epoch; {@link #unixNanos} makes them.
 *
 * @see "protocol/wire.md section 11"
 */
public final class KeyspaceSchedule {
  /** How long after both versions were accepted for the last time pulling begins. */
  private static final Duration PULL_DELAY = Duration.ofSeconds(2);

  private final long oldVersion;
  private final long newVersion;
  private final boolean migrating;

  /** The instant from which the new version counts. */
  private final long switchNanos;

  private final long skewNanos;

  private KeyspaceSchedule(
      long oldVersion, long newVersion, boolean migrating, long switchNanos, long skewNanos) {
    this.oldVersion = oldVersion;
    this.newVersion = newVersion;
    this.migrating = migrating;
    this.switchNanos = switchNanos;
    this.skewNanos = skewNanos;
  }

  /** Returns the schedule of a view's latest keyspace change. */
  public static KeyspaceSchedule of(ContractView view, NetworkSettings settings) {
    ContractMigration migration = view.migration();
    long version = view.keyspaceVersion();
    long latency = nanosOf(settings.eventPropagationLatency());
    long skew = nanosOf(settings.clockSkew());
    if (migration.isRunning()) {
      long switchNanos = plus(nanosOfSecond(migration.startedAt()), latency);
      return new KeyspaceSchedule(version - 1, version, true, switchNanos, skew);
    }
    if (migration.isAborted()) {
      long switchNanos = plus(nanosOfSecond(migration.abortedAt()), latency);
      return new KeyspaceSchedule(version + 1, version, false, switchNanos, skew);
    }
    return new KeyspaceSchedule(version, version, false, 0, 0);
  }

  /** Returns nanoseconds since the Unix epoch for microseconds since then. */
  public static long unixNanos(long unixMicros) {
    return Math.multiplyExact(unixMicros, 1_000L);
  }

  /** Returns the keyspace version (unsigned 64 bits) that a coordinator puts into its requests. */
  public long effectiveVersion(long nowUnixNanos) {
    return nowUnixNanos < switchNanos ? oldVersion : newVersion;
  }

  /** Returns whether a replica serves an operation that carries {@code version}. */
  public boolean acceptsOperation(long version, long nowUnixNanos) {
    if (version == newVersion) {
      return nowUnixNanos >= switchNanos - skewNanos || oldVersion == newVersion;
    }
    return version == oldVersion && nowUnixNanos <= plus(switchNanos, skewNanos);
  }

  /** Returns whether writes go to the old and the new replica set now. */
  public boolean shadowsWrites(long nowUnixNanos) {
    return migrating && nowUnixNanos >= switchNanos;
  }

  /** Returns when pulling begins, nanoseconds since the Unix epoch; nothing unless migrating. */
  public OptionalLong pullStartUnixNanos() {
    return migrating ? OptionalLong.of(pullStart()) : OptionalLong.empty();
  }

  /** Returns whether a replica lets an operator of keyspace {@code version} pull its data now. */
  public boolean acceptsDataPull(long version, long nowUnixNanos) {
    return migrating && version == newVersion && nowUnixNanos >= pullStart();
  }

  /**
   * Returns whether a replica lets an operator fetch again what it holds in keyspace {@code
   * version}: only while no keyspace replaces another. The reference never does.
   */
  public boolean acceptsResync(long version, long nowUnixNanos) {
    return !migrating && version == newVersion && acceptsOperation(version, nowUnixNanos);
  }

  private long pullStart() {
    return plus(plus(switchNanos, skewNanos), PULL_DELAY.toNanos());
  }

  /** Seconds up to the year 9999 are valid; those beyond 2262 become the last nanosecond. */
  private static long nanosOfSecond(long seconds) {
    return seconds >= Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : seconds * 1_000_000_000L;
  }

  private static long nanosOf(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  /** Adds what is not negative, up to the last nanosecond. */
  private static long plus(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
