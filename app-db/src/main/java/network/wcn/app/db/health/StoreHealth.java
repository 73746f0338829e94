package network.wcn.app.db.health;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.wcn.app.base.http.Unready;
import network.wcn.port.storage.StoreFault;

/**
 * What is wrong with a store, and when to try next whether it still is: the rules without threads,
 * clocks and disks.
 *
 * <p>A trouble stands from its fault on. Damage stands until the store is replaced: no trial could
 * show that it is gone. Everything else stands until a trial has succeeded that began after the
 * last fault; trials are a second apart at first, then ever longer, up to half a minute. Not safe
 * for use by many threads.
 */
final class StoreHealth {
  private static final long FIRST_DELAY_NANOS = 1_000_000_000;
  private static final long LONGEST_DELAY_NANOS = 32 * FIRST_DELAY_NANOS;

  private final Set<Unready> standing = EnumSet.noneOf(Unready.class);
  private boolean heardSinceTrial;
  private long delayNanos;
  private long nextTrialNanos;

  /** Returns what a fault of this kind means to the readiness of the server, if anything. */
  static Optional<Unready> meaningOf(StoreFault.Kind kind) {
    return switch (kind) {
      case DISK_FULL -> Optional.of(Unready.DISK_FULL);
      case READ_ONLY -> Optional.of(Unready.DISK_READ_ONLY);
      case IO -> Optional.of(Unready.DISK_FAILING);
      case CORRUPT -> Optional.of(Unready.CORRUPT);
      // Of its own making, or met when opening only.
      case FOREIGN, LOCKED, CLOSED, RESTORING -> Optional.empty();
    };
  }

  /** Returns what is wrong now. */
  List<Unready> standing() {
    return List.copyOf(standing);
  }

  /**
   * Notes a trouble.
   *
   * @return whether it is a new one
   */
  boolean met(Unready trouble, long nowNanos) {
    if (standing.stream().noneMatch(StoreHealth::canPass) && canPass(trouble)) {
      delayNanos = FIRST_DELAY_NANOS;
      nextTrialNanos = nowNanos;
    }
    heardSinceTrial = true;
    return standing.add(trouble);
  }

  private static boolean canPass(Unready trouble) {
    return trouble != Unready.CORRUPT;
  }

  /** Returns whether it is time to try whether a trouble is gone. */
  boolean isTrialDue(long nowNanos) {
    return standing.stream().anyMatch(StoreHealth::canPass) && nowNanos - nextTrialNanos >= 0;
  }

  /** A trial begins. */
  void tried() {
    heardSinceTrial = false;
  }

  /**
   * A trial has succeeded: what can pass has passed, unless it was met meanwhile.
   *
   * @return what is not wrong any more
   */
  List<Unready> succeeded(long nowNanos) {
    if (heardSinceTrial) {
      failed(nowNanos);
      return List.of();
    }
    List<Unready> gone = standing.stream().filter(StoreHealth::canPass).toList();
    standing.removeIf(StoreHealth::canPass);
    return gone;
  }

  /** A trial has failed. */
  void failed(long nowNanos) {
    nextTrialNanos = nowNanos + delayNanos;
    delayNanos = Math.min(2 * delayNanos, LONGEST_DELAY_NANOS);
  }

  /**
   * The store is another one.
   *
   * @return what is not wrong any more
   */
  List<Unready> replaced() {
    List<Unready> gone = standing();
    standing.clear();
    return gone;
  }
}
