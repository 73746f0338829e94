package network.wcn.app.db.service;

import java.time.Duration;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.Deadline;
import network.wcn.port.time.Ticker;
import network.wcn.port.time.WallClock;

/** Values with good defaults. */
final class Samples {
  static final long NOW_SECONDS = 1_800_000_000L;
  static final WallClock CLOCK = () -> NOW_SECONDS * 1_000_000;
  static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 7);
  static final Expiration IN_AN_HOUR = new Expiration(NOW_SECONDS + 3600);
  static final RecordVersion VERSION = new RecordVersion(NOW_SECONDS * 1_000_000);

  private Samples() {}

  static Deadline soon() {
    return Deadline.after(Ticker.system(), Duration.ofMinutes(1));
  }

  static Deadline passed() {
    return Deadline.after(Ticker.system(), Duration.ofSeconds(-1));
  }

  static RecordKey key(String name) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8(name));
  }

  static Merge write(String key, String value) {
    return new Merge(key(key), StoredRecord.value(Bytes.utf8(value), IN_AN_HOUR, VERSION));
  }
}
