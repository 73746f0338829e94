package network.wcn.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.Merge;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The engine in memory keeps the contract, and its switches make the trouble they promise. */
final class FakeRecordStoreTest {
  private static final RecordKey KEY = Arbitraries.single("key");

  private final FakeDisk disk = new FakeDisk();
  private final SettableClock clock = new SettableClock(Arbitraries.NOW);

  private static StoreFactory fakes() {
    Map<Path, FakeDisk> disks = new HashMap<>();
    return (directory, clock) ->
        new FakeRecordStore(disks.computeIfAbsent(directory, _ -> new FakeDisk()), clock);
  }

  @Nested
  class Merging extends MergeSuite {
    Merging() {
      super(fakes());
    }
  }

  @Nested
  class Maps extends MapSuite {
    Maps() {
      super(fakes());
    }
  }

  @Nested
  class Exports extends ExportSuite {
    Exports() {
      super(fakes());
    }
  }

  @Nested
  class Life extends LifeSuite {
    Life() {
      super(fakes());
    }
  }

  @Nested
  class Model extends ModelSuite {
    Model() {
      super(fakes());
    }
  }

  @Nested
  class Crashes extends CrashSuite {
    Crashes() {
      super(
          (_, clock) -> new FakeRecordStore(disk, clock),
          (_, last) -> WriterThread.start(disk, last));
    }
  }

  private static List<Merge> write(int version) {
    return List.of(new Merge(KEY, Arbitraries.value("v" + version, 100, version)));
  }

  @Test
  void aCallToldToFailDoesNothing() {
    FakeRecordStore store = new FakeRecordStore(disk, clock);
    store.failNext(StoreFault.Kind.DISK_FULL);
    StoreFault fault = assertThrows(StoreFault.class, () -> store.apply(write(1)));
    assertEquals(StoreFault.Kind.DISK_FULL, fault.kind());
    assertEquals(Optional.empty(), store.read(KEY));
    store.apply(write(1));
    assertEquals(1, disk.size());
  }

  @Test
  void aWriteMayFailAlthoughItWasStored() {
    FakeRecordStore store = new FakeRecordStore(disk, clock);
    store.failNextAfterStoring(StoreFault.Kind.IO);
    assertThrows(StoreFault.class, () -> store.apply(write(1)));
    assertEquals(Optional.of(Arbitraries.value("v1", 100, 1)), store.read(KEY));
  }

  @Test
  void aCrashKeepsWhatWasSynced() {
    new FakeRecordStore(disk, clock).apply(write(1));
    disk.crash();
    FakeRecordStore again = new FakeRecordStore(disk, clock);
    assertEquals(Optional.of(Arbitraries.value("v1", 100, 1)), again.read(KEY));
  }

  @Test
  void aCrashOfALyingDiskLosesWhatWasNotSynced() {
    FakeRecordStore store = new FakeRecordStore(disk, clock);
    store.apply(write(1));
    disk.lie();
    store.apply(write(2));
    store.apply(write(3));
    disk.crash();
    assertThrows(StoreFault.class, () -> store.read(KEY));
    FakeRecordStore again = new FakeRecordStore(disk, clock);
    assertEquals(Optional.of(Arbitraries.value("v1", 100, 1)), again.read(KEY));
  }
}
