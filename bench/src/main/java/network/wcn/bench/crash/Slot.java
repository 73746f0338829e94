package network.wcn.bench.crash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.operation.Operation;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordVersion;

/**
 * A record that one client alone writes, and what it must hold.
 *
 * <p>A write whose outcome nobody knows leaves two possible contents; the slot is not written again
 * until it was {@linkplain #check checked}. For one thread at a time.
 */
final class Slot {
  private static final int DAY_SECONDS = 86_400;
  private static final int USUAL_BYTES = 1_500;
  private static final int LARGE_BYTES = 40_000;

  private final Place place;
  private Optional<LiveRecord> acknowledged = Optional.empty();
  private Optional<LiveRecord> attempted = Optional.empty();
  private boolean isInDoubt;
  private int unchecked;

  Slot(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** Returns whether the last write may or may not have taken effect. */
  boolean isInDoubt() {
    return isInDoubt;
  }

  /** Returns what the record holds; unknown while {@link #isInDoubt}. */
  Optional<LiveRecord> content() {
    return acknowledged;
  }

  /** Returns the next write; from now on the slot is in doubt. */
  Operation.Write begin(SplittableRandom random, RecordVersion version) {
    // Far enough from now that nothing expires while it is tried.
    long life = random.nextLong(2, 25) * DAY_SECONDS;
    Expiration expiration = new Expiration(version.micros() / 1_000_000 + life);
    int choice = acknowledged.isEmpty() ? 0 : random.nextInt(6);
    Operation.Write write =
        switch (choice) {
          case 1 -> {
            attempted = Optional.empty();
            yield place.delete(version);
          }
          case 2 -> {
            attempted = acknowledged.map(held -> new LiveRecord(held.value(), expiration, version));
            yield place.extend(expiration, version);
          }
          default -> {
            Bytes value = value(random, version);
            attempted = Optional.of(new LiveRecord(value, expiration, version));
            yield place.set(value, expiration, version);
          }
        };
    isInDoubt = true;
    return write;
  }

  /** Returns a value that says of which record and version it is, from its begin to its end. */
  private Bytes value(SplittableRandom random, RecordVersion version) {
    int limit = random.nextInt(50) == 0 ? LARGE_BYTES : USUAL_BYTES;
    byte[] words = (place + " " + version.micros() + ";").getBytes(StandardCharsets.UTF_8);
    byte[] value = Arrays.copyOf(words, words.length + random.nextInt(limit));
    for (int i = words.length; i < value.length; i++) {
      value[i] = value[i - words.length];
    }
    return Bytes.wrap(value);
  }

  /** The last write was acknowledged. */
  void acknowledge() {
    acknowledged = attempted;
    isInDoubt = false;
    unchecked++;
  }

  /**
   * Compares with what is stored, which is then what the slot holds.
   *
   * @return what is wrong, if anything
   */
  Optional<String> check(Optional<LiveRecord> found) {
    Optional<String> wrong = look(found);
    acknowledged = found;
    isInDoubt = false;
    return wrong;
  }

  /**
   * Compares with what a database that runs on has answered: what is in doubt stays so, since it
   * may still take effect.
   *
   * @return what is wrong, if anything
   */
  Optional<String> look(Optional<LiveRecord> found) {
    boolean isRight = found.equals(acknowledged) || (isInDoubt && found.equals(attempted));
    return isRight
        ? Optional.empty()
        : Optional.of(
            "%s holds %s, but %s was acknowledged%s"
                .formatted(
                    place,
                    text(found),
                    text(acknowledged),
                    isInDoubt ? " (and not " + text(attempted) + ")" : ""));
  }

  /** Returns how many writes were acknowledged since this was asked last. */
  int takeUnchecked() {
    int count = unchecked;
    unchecked = 0;
    return count;
  }

  private static String text(Optional<LiveRecord> record) {
    return record
        .map(held ->
            "version %d until %d with %d bytes (%s...)"
                .formatted(
                    held.version().micros(),
                    held.expiration().unixSeconds(),
                    held.value().size(),
                    held.value().slice(0, Math.min(held.value().size(), 48)).toUtf8()))
        .orElse("nothing");
  }
}
