package network.wcn.bench.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.identity.OperatorId;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.time.WallClock;

/**
 * Numbered records of 1 KiB that no compression makes smaller.
 *
 * @param count how many different ones, at least 1
 */
record SampleRecords(int count, Expiration expiration, AtomicLong versionMicros) {
  static final int VALUE_BYTES = 1_024;
  private static final Namespace NAMESPACE = new Namespace(OperatorId.ZERO, 0);
  private static final int SECONDS_PER_DAY = 86_400;

  static SampleRecords of(long bytes) {
    WallClock clock = WallClock.system();
    return new SampleRecords(
        (int) Math.max(1, bytes / VALUE_BYTES),
        new Expiration(clock.unixSeconds() + SECONDS_PER_DAY),
        new AtomicLong(clock.unixMicros() - 3_600_000_000L));
  }

  RecordKey key(int number) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8("record-" + number));
  }

  /** Returns newer writes of {@code size} records from {@code first} on, as far as there are. */
  List<Merge> batch(int first, int size) {
    RecordVersion version = new RecordVersion(versionMicros.incrementAndGet());
    SplittableRandom random = new SplittableRandom(version.micros());
    List<Merge> merges = new ArrayList<>();
    for (int number = first; number < Math.min(count, first + size); number++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      merges.add(
          new Merge(key(number), StoredRecord.value(Bytes.wrap(value), expiration, version)));
    }
    return merges;
  }
}
