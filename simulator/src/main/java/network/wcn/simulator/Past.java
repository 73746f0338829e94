package network.wcn.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import network.wcn.domain.operation.LiveRecord;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.PayloadKind;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;

/** What was done to one key. */
final class Past {
  /** How much too early a database's clock lets it forget. */
  private static final long CLOCKS_SECONDS = 2;

  private final List<StoredRecord> issued = new ArrayList<>();
  private Optional<StoredRecord> known = Optional.empty();

  /**
   * Versions of values that had been expired so long when their expiration was changed that their
   * payload may be gone: they may live again, or not.
   */
  private final Set<RecordVersion> doubtful = new HashSet<>();

  void issue(StoredRecord record, long nowSeconds) {
    issued.add(record);
    if (record.header().kind() == PayloadKind.NONE) {
      known
          .filter(value -> value.header().kind() == PayloadKind.VALUE)
          .filter(value -> mayHaveLostPayload(value, nowSeconds))
          .ifPresent(value -> doubtful.add(value.header().payloadVersion()));
    }
  }

  /**
   * Returns whether {@code value} may have been expired so long that its payload is gone. Changes
   * of its expiration that were acknowledged to nobody count too: a replica may have taken them,
   * and reads spread what they find.
   */
  private boolean mayHaveLostPayload(StoredRecord value, long nowSeconds) {
    long expiredUntil = nowSeconds + CLOCKS_SECONDS - Retention.PAYLOAD_GRACE_SECONDS;
    return value.header().expiration().unixSeconds() <= expiredUntil
        || issued.stream()
            .filter(change -> change.header().kind() == PayloadKind.NONE)
            .map(value::merge)
            .anyMatch(changed -> changed.header().expiration().unixSeconds() <= expiredUntil);
  }

  void acknowledge(StoredRecord record) {
    known = Optional.of(known.map(k -> k.merge(record)).orElse(record));
  }

  /** Returns what every read that begins now has to know. */
  Optional<StoredRecord> known() {
    return known;
  }

  /** Returns whether some merge of what was issued, newer than {@code least}, is like that. */
  private boolean ever(Optional<StoredRecord> least, Predicate<StoredRecord> wanted) {
    if (least.filter(wanted).isPresent()) {
      return true;
    }
    for (StoredRecord one : issued) {
      StoredRecord merged = least.map(one::merge).orElse(one);
      if (wanted.test(merged)) {
        return true;
      }
      for (StoredRecord other : issued) {
        if (wanted.test(merged.merge(other))) {
          return true;
        }
      }
    }
    return false;
  }

  boolean mayBeDead(Optional<StoredRecord> least, History.Window window) {
    return least.isEmpty()
        || doubtful.contains(least.get().header().payloadVersion())
        || ever(least, record -> window.ever(record, Optional::isEmpty))
        || mayBeCovered(least.get(), window);
  }

  /**
   * Returns whether a newer value than {@code least}, acknowledged to nobody, may have reached some
   * replica, expired there and lost its payload. The header that is left is newer than the value
   * that was acknowledged, so that no change of the expiration brings that one back: it was
   * overwritten, not lost.
   */
  private boolean mayBeCovered(StoredRecord least, History.Window window) {
    return issued.stream()
        .filter(value -> value.header().kind() == PayloadKind.VALUE)
        .filter(value -> value.header().payloadVersion().isAfter(least.header().payloadVersion()))
        .anyMatch(value -> mayHaveLostPayload(value, window.to()));
  }

  boolean mayBeLive(Optional<StoredRecord> least, History.Window window) {
    return ever(least, record -> window.ever(record, Optional::isPresent));
  }

  /** Returns whether a live record that a read may find expires then. */
  boolean mayExpire(
      Expiration seen, Optional<StoredRecord> least, boolean strict, History.Window window) {
    if (!strict) {
      return issued.stream().anyMatch(i -> i.header().expiration().equals(seen));
    }
    return ever(
        least,
        record ->
            record.header().expiration().equals(seen) && window.ever(record, Optional::isPresent));
  }

  /**
   * Returns the record that a read saw, if it is one of what was issued.
   *
   * @param strict whether it has to be newer than {@code least} and to show the right version
   */
  Optional<StoredRecord> explain(
      LiveRecord seen, Optional<StoredRecord> least, boolean strict, History.Window window) {
    for (StoredRecord payload : issued) {
      if (payload.header().kind() != PayloadKind.VALUE || !payload.payload().equals(seen.value())) {
        continue;
      }
      for (StoredRecord expiration : issued) {
        if (!expiration.header().version().equals(seen.version())
            || !expiration.header().expiration().equals(seen.expiration())) {
          continue;
        }
        if (!strict) {
          return Optional.of(payload);
        }
        StoredRecord both = payload.merge(onlyExpiration(expiration));
        StoredRecord merged = least.map(both::merge).orElse(both);
        if (window.ever(merged, Optional.of(seen)::equals)) {
          return Optional.of(merged);
        }
      }
    }
    return Optional.empty();
  }

  private static StoredRecord onlyExpiration(StoredRecord record) {
    return StoredRecord.bareExpiration(record.header().expiration(), record.header().version());
  }

  /** Returns whether a value is shown that was written with the very version that is known. */
  boolean isTieOf(LiveRecord seen, Optional<StoredRecord> least, History.Window window) {
    for (StoredRecord tied : issued) {
      if (tied.header().kind() == PayloadKind.VALUE && tied.payload().equals(seen.value())) {
        for (StoredRecord other : issued) {
          boolean sameVersion =
              other.header().kind() == PayloadKind.VALUE
                  && !other.payload().equals(tied.payload())
                  && other.header().payloadVersion().equals(tied.header().payloadVersion());
          if (sameVersion
              && explain(
                      new LiveRecord(other.payload(), seen.expiration(), seen.version()),
                      least,
                      true,
                      window)
                  .isPresent()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
