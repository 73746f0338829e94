package network.wcn.domain.replication;

import java.util.Optional;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.operation.Refusal;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;

/**
 * What a node refuses at the door: writes that could never be overwritten or would never expire.
 *
 * @param maxTtlSeconds how far ahead an expiration may lie
 * @param maxVersionAheadSeconds how far ahead of our clock a version may lie
 * @param ttlLeewaySeconds how much the two clocks may differ
 * @see "design.md section 4"
 */
public record RequestLimits(
    long maxTtlSeconds, long maxVersionAheadSeconds, long ttlLeewaySeconds) {
  /**
   * Most bytes of key, field and value together: what fits into one frame of 8 MiB, alone on a page
   * and with everything that is said about it.
   */
  public static final int LARGEST_RECORD_BYTES = (8 << 20) - 1_024;

  /** 30 days, with 2 minutes for clocks that differ. */
  public static final RequestLimits DEFAULT = new RequestLimits(30 * 86_400L, 120, 120);

  /** Returns why {@code operation} is refused at {@code nowUnixSeconds}, if it is. */
  public Optional<Refusal> check(Operation operation, long nowUnixSeconds) {
    if (operation instanceof Operation.Write write) {
      Optional<Refusal> tooLarge = checkSize(write);
      if (tooLarge.isPresent()) {
        return tooLarge;
      }
    }
    return switch (operation) {
      case Operation.Read _ -> Optional.empty();
      case Operation.Set set -> check(set.version(), set.expiration(), nowUnixSeconds);
      case Operation.HSet hset -> check(hset.version(), hset.expiration(), nowUnixSeconds);
      case Operation.SetExp setExp -> check(setExp.version(), setExp.expiration(), nowUnixSeconds);
      case Operation.HSetExp setExp -> check(setExp.version(), setExp.expiration(), nowUnixSeconds);
      case Operation.Del del -> check(del.version(), nowUnixSeconds);
      case Operation.HDel hdel -> check(hdel.version(), nowUnixSeconds);
    };
  }

  private static Optional<Refusal> checkSize(Operation.Write write) {
    int fieldSize =
        switch (write.recordKey()) {
          case RecordKey.Single _ -> 0;
          case RecordKey.Field field -> field.field().size();
        };
    int valueSize = write.incoming().map(record -> record.payload().size()).orElse(0);
    int size = write.key().size() + fieldSize + valueSize;
    return size <= LARGEST_RECORD_BYTES
        ? Optional.empty()
        : Optional.of(
            Refusal.invalid(
                "key, field and value have "
                    + size
                    + " bytes together, at most "
                    + LARGEST_RECORD_BYTES
                    + " fit"));
  }

  private Optional<Refusal> check(
      RecordVersion version, Expiration expiration, long nowUnixSeconds) {
    long latest = nowUnixSeconds + maxTtlSeconds + ttlLeewaySeconds;
    if (Long.compareUnsigned(expiration.unixSeconds(), latest) > 0) {
      return Optional.of(
          Refusal.invalid(
              "a record lives at most "
                  + maxTtlSeconds
                  + " s, this one would expire at "
                  + expiration
                  + " and it is "
                  + nowUnixSeconds));
    }
    return check(version, nowUnixSeconds);
  }

  private Optional<Refusal> check(RecordVersion version, long nowUnixSeconds) {
    if (Long.compareUnsigned(version.unixSeconds(), nowUnixSeconds + maxVersionAheadSeconds) > 0) {
      return Optional.of(
          Refusal.invalid(
              "version "
                  + version
                  + " µs is more than "
                  + maxVersionAheadSeconds
                  + " s ahead of this node's clock ("
                  + nowUnixSeconds
                  + " s): set the client's clock right"));
    }
    return Optional.empty();
  }
}
