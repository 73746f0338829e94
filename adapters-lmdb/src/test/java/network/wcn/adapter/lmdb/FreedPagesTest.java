package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file does not shrink, but what the sweep has freed is what later writes use. */
final class FreedPagesTest {
  private static final long NOW = 1_770_000_000L;
  private static final int DAY = 86_400;
  private static final int RECORDS = 50_000;
  private static final int BATCH = 1_000;
  private static final int GENERATIONS = 6;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));

  private final AtomicLong seconds = new AtomicLong(NOW);

  @TempDir Path directory;

  private static RecordKey key(int generation, int number) {
    return new RecordKey.Single(NAMESPACE, Bytes.utf8(generation + " key " + number));
  }

  /** One of a hundred outlives all generations. */
  private StoredRecord record(int generation, int number) {
    long lifetime = number % 100 == 0 ? 29L * DAY : 3_600;
    return StoredRecord.value(
        Bytes.utf8("value " + generation + " " + " ".repeat(200) + number),
        new Expiration(NOW + generation * 2L * DAY + lifetime),
        new RecordVersion((NOW + generation * 2L * DAY) * 1_000_000));
  }

  private void fill(LmdbRecordStore store, int generation) {
    List<Merge> batch = new ArrayList<>(BATCH);
    for (int i = 0; i < RECORDS; i++) {
      batch.add(new Merge(key(generation, i), record(generation, i)));
      if (batch.size() == BATCH) {
        store.apply(batch);
        batch.clear();
      }
    }
  }

  private static double fileBytes(LmdbRecordStore store) {
    return store.figures().stream()
        .filter(figure -> figure.name().equals("wcn_lmdb_file_bytes"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void laterRecordsTakeThePlaceOfForgottenOnes() {
    LmdbSettings settings = new LmdbSettings(16, 0, Retention.STANDARD);
    try (LmdbRecordStore store =
        LmdbRecordStore.open(directory.resolve("db"), settings, () -> seconds.get() * 1_000_000)) {
      fill(store, 0);
      double first = fileBytes(store);
      for (int generation = 1; generation < GENERATIONS; generation++) {
        seconds.set(NOW + generation * 2L * DAY);
        store.purge();
        fill(store, generation);
      }
      double last = fileBytes(store);
      System.out.printf(
          Locale.ROOT,
          "%,d records in %,.0f bytes; after %d generations, %,d forgotten: %,.0f bytes%n",
          RECORDS,
          first,
          GENERATIONS,
          store.forgotten(),
          last);
      assertEquals((GENERATIONS - 1) * (RECORDS - RECORDS / 100), store.forgotten());
      assertTrue(last < 1.6 * first, "from " + first + " to " + last + " bytes");
      for (int generation = 0; generation < GENERATIONS; generation++) {
        for (int i = 0; i < RECORDS; i += 100) {
          assertEquals(Optional.of(record(generation, i)), store.read(key(generation, i)));
        }
      }
    }
  }
}
