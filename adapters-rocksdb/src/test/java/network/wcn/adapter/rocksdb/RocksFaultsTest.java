package network.wcn.adapter.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

final class RocksFaultsTest {
  private static final Map<Status.Code, StoreFault.Kind> EXPECTED =
      new EnumMap<>(Status.Code.class);

  static {
    EXPECTED.put(Status.Code.Ok, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.NotFound, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.Corruption, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.NotSupported, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.InvalidArgument, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.IOError, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.MergeInProgress, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.Incomplete, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.ShutdownInProgress, StoreFault.Kind.CLOSED);
    EXPECTED.put(Status.Code.TimedOut, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.Aborted, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.Busy, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.Expired, StoreFault.Kind.CORRUPT);
    EXPECTED.put(Status.Code.TryAgain, StoreFault.Kind.IO);
    EXPECTED.put(Status.Code.Undefined, StoreFault.Kind.IO);
  }

  @Test
  void everyStatusOfRocksDbHasAKind() {
    for (Status.Code code : Status.Code.values()) {
      for (Status.SubCode subCode : Status.SubCode.values()) {
        boolean full = subCode == Status.SubCode.NoSpace;
        StoreFault.Kind expected = full ? StoreFault.Kind.DISK_FULL : EXPECTED.get(code);
        assertEquals(expected, RocksFaults.kind(code, subCode, ""), code + "/" + subCode);
      }
    }
  }

  @Test
  void aFullDiskIsKnownByItsTextToo() {
    for (String state : new String[] {"No space left on device", "Disk quota exceeded"}) {
      assertEquals(
          StoreFault.Kind.DISK_FULL,
          RocksFaults.kind(Status.Code.IOError, Status.SubCode.None, "While appending: " + state));
    }
  }

  @Test
  void aDiskThatCanBeReadOnlyIsKnownByItsText() {
    assertEquals(
        StoreFault.Kind.READ_ONLY,
        RocksFaults.kind(
            Status.Code.IOError,
            Status.SubCode.None,
            "While open a file for appending: /db/000012.log: Read-only file system"));
  }

  @Test
  void aLockedDirectoryIsKnownByItsText() {
    String state = "While lock file: /db/LOCK: Resource temporarily unavailable";
    assertEquals(
        StoreFault.Kind.LOCKED, RocksFaults.kind(Status.Code.IOError, Status.SubCode.None, state));
  }

  @Test
  void theFaultSaysWhatWasBeingDoneAndKeepsTheCause() {
    RocksDBException cause =
        new RocksDBException(
            "block checksum mismatch",
            new Status(Status.Code.Corruption, Status.SubCode.None, "block checksum mismatch"));
    StoreFault fault = RocksFaults.of("reading", cause);
    assertEquals(StoreFault.Kind.CORRUPT, fault.kind());
    assertTrue(fault.toString().contains("reading"), fault.toString());
    assertTrue(fault.toString().contains("Corruption"), fault.toString());
    assertSame(cause, fault.getCause());
  }

  @Test
  void anErrorWithoutStatusIsOfTheDisk() {
    assertEquals(StoreFault.Kind.IO, RocksFaults.of("reading", new RocksDBException("?")).kind());
  }
}
