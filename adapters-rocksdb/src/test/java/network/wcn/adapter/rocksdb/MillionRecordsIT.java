package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.metrics.Metrics;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million records of an hour to thirty days, and a clock that is moved past most of them. */
final class MillionRecordsIT {
  private static final long NOW = 1_770_000_000L;
  private static final int DAY = 86_400;
  private static final int RECORDS = 1_000_000;
  private static final int BATCH = 10_000;
  private static final int VALUE_BYTES = 100;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));
  private static final Bytes MAP = Bytes.utf8("map");

  private final AtomicLong seconds = new AtomicLong(NOW);

  @TempDir Path directory;

  /** Every fourth is a field of a map. */
  private static RecordKey key(int number) {
    Bytes name = Bytes.utf8("key " + number);
    return number % 4 == 0
        ? new RecordKey.Field(NAMESPACE, MAP, name)
        : new RecordKey.Single(NAMESPACE, name);
  }

  /** Nine of ten live an hour to two days, the others 20 to 30 days. */
  private static long lifetime(int number) {
    return number % 10 == 0 ? (20 + number % 11) * (long) DAY : 3_600 + number % 47 * 3_600L;
  }

  /** Noise, so that files are as large as what is in them. */
  private static StoredRecord record(int number) {
    SplittableRandom noise = new SplittableRandom(number);
    ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
    while (value.remaining() >= Long.BYTES) {
      value.putLong(noise.nextLong());
    }
    return StoredRecord.value(
        Bytes.wrap(value.array()),
        new Expiration(NOW + lifetime(number)),
        new RecordVersion(NOW * 1_000_000));
  }

  private long fileBytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory.resolve("db").resolve("db"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".sst")).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static void fill(RocksRecordStore store) {
    List<Merge> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < RECORDS; i++) {
      batch.add(new Merge(key(i), record(i)));
      if (batch.size() == BATCH) {
        store.apply(batch);
        batch.clear();
      }
    }
  }

  private static int countRows(RocksRecordStore store) {
    int rows = 0;
    try (var cursor = store.export(PositionRange.ALL)) {
      while (cursor.next().isPresent()) {
        rows++;
      }
    }
    return rows;
  }

  @Test
  void theDiskHoldsWhatLivesAndNothingThatLivesIsLost() throws IOException {
    try (RocksRecordStore store =
        RocksRecordStore.open(
            directory.resolve("db"),
            TestSettings.builder().writeBufferBytes(16 << 20).build(),
            () -> seconds.get() * 1_000_000,
            Metrics.none())) {
      fill(store);
      store.purge();
      long full = fileBytes();
      assertEquals(0, store.forgotten());

      seconds.set(NOW + 4 * DAY);
      store.purge();
      long left = fileBytes();
      int live = 0;
      for (int i = 0; i < RECORDS; i++) {
        boolean lives = NOW + lifetime(i) > seconds.get();
        live += lives ? 1 : 0;
        if (lives) {
          assertEquals(Optional.of(record(i)), store.read(key(i)), "record " + i);
        }
      }
      assertEquals(live, countRows(store), "nothing else is kept");
      assertEquals(RECORDS - live, store.forgotten());
      double share = (double) left / full;
      System.out.printf(
          Locale.ROOT,
          "%,d records in %,d bytes; four days later %,d live, %,d forgotten, %,d bytes (%.3f)%n",
          RECORDS,
          full,
          live,
          store.forgotten(),
          left,
          share);
      assertTrue(share < 1.1 * live / RECORDS, "share of the disk still used: " + share);

      seconds.set(NOW + 40 * DAY);
      store.purge();
      assertEquals(0, countRows(store));
      assertTrue(fileBytes() < full / 1_000, "bytes left: " + fileBytes());
    }
  }
}
