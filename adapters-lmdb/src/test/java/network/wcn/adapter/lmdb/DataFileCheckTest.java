package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import network.wcn.domain.Bytes;
import network.wcn.domain.identity.Namespace;
import network.wcn.domain.record.Expiration;
import network.wcn.domain.record.MapKey;
import network.wcn.domain.record.RecordKey;
import network.wcn.domain.record.RecordVersion;
import network.wcn.domain.record.Retention;
import network.wcn.domain.record.StoredRecord;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.PositionRange;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Damage to any page of the file is found before LMDB meets it, and whole files are let pass. */
final class DataFileCheckTest {
  private static final long NOW = 1_770_000_000L;
  private static final int PAGE = 4_096;
  private static final Namespace NAMESPACE = Namespace.fromBytes(Bytes.of(new byte[21]));
  private static final LmdbSettings UNSWEPT = new LmdbSettings(16, 0, Retention.STANDARD);

  @TempDir Path parent; // set by JUnit
  private final Map<RecordKey, StoredRecord> written = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(11);
  private long version = NOW * 1_000_000;
  private int refused;
  private int met;
  private int harmless;

  private Path directory() {
    return parent.resolve("db");
  }

  private Path data() {
    return directory().resolve("db").resolve("data.mdb");
  }

  private LmdbRecordStore open() {
    return LmdbRecordStore.open(directory(), UNSWEPT, () -> NOW * 1_000_000);
  }

  private RecordKey key(int number) {
    Bytes name = Bytes.utf8("a name of some length " + number);
    return number % 2 == 0
        ? new RecordKey.Single(NAMESPACE, name)
        : new MapKey(NAMESPACE, Bytes.utf8("map" + number % 5)).field(name);
  }

  /** Writes some records of many sizes, of which some are of several pages. */
  private void write(LmdbRecordStore store, int count, int keys) {
    List<Merge> merges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(300);
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      version++;
      StoredRecord record =
          StoredRecord.value(
              Bytes.wrap(payload), new Expiration(NOW + 1_000), new RecordVersion(version));
      RecordKey key = key(random.nextInt(keys));
      merges.add(new Merge(key, record));
      written.put(key, record);
    }
    store.apply(merges);
  }

  private void check() throws IOException {
    DataFileCheck.run(directory().resolve("db"));
  }

  @Test
  void whatLmdbLeavesAfterEachTransactionIsWhole() throws IOException {
    try (LmdbRecordStore store = open()) {
      check();
      for (int round = 0; round < 300; round++) {
        write(store, 1 + random.nextInt(40), 3_000);
        check();
      }
    }
    open().close();
    check();
  }

  @Test
  void whatRemovalsLeaveIsWhole() throws IOException {
    long[] now = {NOW};
    try (LmdbRecordStore store =
        LmdbRecordStore.open(directory(), UNSWEPT, () -> now[0] * 1_000_000)) {
      for (int round = 0; round < 20; round++) {
        write(store, 500, 2_000);
        now[0] += round % 4 == 3 ? 40 * 86_400 : 0;
        store.purge();
        check();
      }
    }
  }

  @Test
  void aCopyIsWhole() throws IOException {
    try (LmdbRecordStore store = open()) {
      write(store, 2_000, 1_000);
      write(store, 500, 1_000);
      store.copyTo(parent.resolve("copy"));
    }
    DataFileCheck.run(parent.resolve("copy").resolve("db"));
  }

  @Test
  void aFileThatIsMissingOrCutIsDamaged() throws IOException {
    try (LmdbRecordStore store = open()) {
      write(store, 2_000, 1_000);
    }
    byte[] whole = Files.readAllBytes(data());
    for (int size : new int[] {0, 1, 100, PAGE, PAGE + 100, 2 * PAGE, whole.length / 2}) {
      Files.write(data(), Arrays.copyOf(whole, size));
      assertDamaged(this::check, size + " bytes");
    }
    Files.delete(data());
    assertDamaged(() -> open().close(), "missing");
  }

  private static void assertDamaged(Executable doing, String what) {
    StoreFault fault = assertThrows(StoreFault.class, doing, what);
    assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault::toString);
  }

  private void flip(long at, int bit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ (1 << bit));
    }
  }

  private boolean isRefused() throws IOException {
    try {
      check();
      return false;
    } catch (StoreFault fault) {
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault::toString);
      assertTrue(fault.toString().contains("backup"), fault::toString);
      return true;
    }
  }

  /** Returns how many records are faults; all others are those that were written. */
  private int faults() {
    int faults = 0;
    try (LmdbRecordStore store = open()) {
      for (Map.Entry<RecordKey, StoredRecord> record : written.entrySet()) {
        try {
          assertEquals(Optional.of(record.getValue()), store.read(record.getKey()));
        } catch (StoreFault fault) {
          assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault::toString);
          faults++;
        }
      }
      faults += exportFaults(store);
    }
    return faults;
  }

  private int exportFaults(LmdbRecordStore store) {
    try (var cursor = store.export(PositionRange.ALL)) {
      int rows = 0;
      while (cursor.next().isPresent()) {
        rows++;
      }
      assertEquals(written.size(), rows);
      return 0;
    } catch (StoreFault fault) {
      assertEquals(StoreFault.Kind.CORRUPT, fault.kind(), fault::toString);
      return 1;
    }
  }

  /** Flips a bit of every byte from {@code from} on that {@code step} leads to. */
  private void tryAll(long from, long to, int step) throws IOException {
    byte[] whole = Files.readAllBytes(data());
    for (long at = from; at < to; at += step) {
      int bit = random.nextInt(8);
      flip(at, bit);
      if (isRefused()) {
        refused++;
        flip(at, bit);
      } else {
        int faults = faults();
        met += faults > 0 ? 1 : 0;
        harmless += faults > 0 ? 0 : 1;
        Files.write(data(), whole);
      }
    }
  }

  /** Nothing but a fault comes of it, whatever the bytes are. */
  @Test
  void anyDamageIsAFaultOrPassed() throws IOException {
    try (LmdbRecordStore store = open()) {
      for (int round = 0; round < 10; round++) {
        write(store, 100, 500);
      }
    }
    byte[] whole = Files.readAllBytes(data());
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      byte[] noise = new byte[1 + random.nextInt(i % 2 == 0 ? 8 : PAGE)];
      random.nextBytes(noise);
      int page = random.nextInt(whole.length / PAGE) * PAGE;
      int at = page + (i % 3 == 0 ? random.nextInt(PAGE) : random.nextInt(40));
      System.arraycopy(noise, 0, damaged, at, Math.min(noise.length, damaged.length - at));
      Files.write(data(), damaged);
      refused += isRefused() ? 1 : 0;
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  private void tell(String where) {
    System.out.printf(
        "flipped bits of %s: %d refused, %d met by readers, %d harmless, wrong: 0%n",
        where, refused, met, harmless);
  }

  @Test
  void aFlippedBitOfAMetaPageNeverChangesAnAnswer() throws IOException {
    for (int transactions = 1; transactions <= 4; transactions++) {
      try (LmdbRecordStore store = open()) {
        write(store, 10, 100);
      }
      tryAll(0, 160, 1);
      tryAll(PAGE, PAGE + 160, 1);
    }
    tell("meta pages");
    assertTrue(refused > 4 * 160, "refused " + refused);
  }

  @Test
  void aFlippedBitOfAnyPageNeverChangesAnAnswer() throws IOException {
    try (LmdbRecordStore store = open()) {
      for (int round = 0; round < 30; round++) {
        write(store, 20, 500);
      }
    }
    tryAll(2 * PAGE, Files.size(data()), 4_001);
    for (long page = 2 * PAGE; page < Files.size(data()); page += 29 * PAGE) {
      tryAll(page, page + 24, 1);
    }
    tell("all pages");
    assertTrue(refused > 0 && met > 0, "refused " + refused + ", met " + met);
  }
}
