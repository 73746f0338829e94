package network.wcn.adapter.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import network.wcn.port.storage.StoreFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

final class LmdbFaultsTest {
  /** LMDB's own codes, lmdb.h, in which all others mean a failing disk or a bug. */
  private static final Map<Integer, StoreFault.Kind> NOT_IO =
      Map.of(
          -30_797, StoreFault.Kind.CORRUPT, // page not found
          -30_796, StoreFault.Kind.CORRUPT, // corrupted
          -30_794, StoreFault.Kind.CORRUPT, // version mismatch
          -30_793, StoreFault.Kind.CORRUPT, // not an LMDB file
          -30_792, StoreFault.Kind.DISK_FULL, // map full
          -30_784, StoreFault.Kind.CORRUPT, // incompatible
          28, StoreFault.Kind.DISK_FULL, // ENOSPC
          30, StoreFault.Kind.READ_ONLY, // EROFS
          122, StoreFault.Kind.DISK_FULL); // EDQUOT

  @Test
  void everyCodeHasAKind() {
    for (int code = -30_800; code < -30_770; code++) {
      assertEquals(NOT_IO.getOrDefault(code, StoreFault.Kind.IO), LmdbFaults.kind(code));
    }
    for (int errno = 1; errno < 140; errno++) {
      assertEquals(NOT_IO.getOrDefault(errno, StoreFault.Kind.IO), LmdbFaults.kind(errno));
    }
  }

  @Test
  void aFullTableOfReadersIsToldAsSuch(@TempDir Path data) {
    try (LmdbTables tables = LmdbTables.open(data, 1, 1 << 20)) {
      Txn<ByteBuffer> only = tables.take();
      LmdbException met = assertThrows(LmdbException.class, tables::take);
      tables.give(only);
      StoreFault fault = LmdbFaults.of("reading", met);
      assertEquals(StoreFault.Kind.IO, fault.kind());
      assertTrue(fault.toString().contains("table of readers"), fault.toString());
    }
  }

  @Test
  void aWriteThatIsCutShortIsOneOfAFullDiskIfThatIsFull() {
    int cutShort = 5; // EIO
    assertEquals(StoreFault.Kind.DISK_FULL, LmdbFaults.kindOfWriting(cutShort, 4_096));
    assertEquals(StoreFault.Kind.IO, LmdbFaults.kindOfWriting(cutShort, 1L << 30));
    assertEquals(StoreFault.Kind.IO, LmdbFaults.kindOfWriting(6, 0));
  }
}
