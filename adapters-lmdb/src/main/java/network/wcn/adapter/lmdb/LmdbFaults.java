package network.wcn.adapter.lmdb;

import java.nio.ByteBuffer;
import network.wcn.domain.keyspace.ShardId;
import network.wcn.domain.record.RecordKey;
import network.wcn.port.storage.StoreFault;
import network.wcn.wire.MalformedMessage;
import network.wcn.wire.stored.RowKey;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** The one place where LMDB's errors become ours. */
final class LmdbFaults {
  // LMDB's own codes, lmdb.h.
  private static final int PAGE_NOT_FOUND = -30_797;
  private static final int CORRUPTED = -30_796;
  private static final int VERSION_MISMATCH = -30_794;
  private static final int INVALID = -30_793;
  private static final int MAP_FULL = -30_792;
  private static final int READERS_FULL = -30_790;
  private static final int INCOMPATIBLE = -30_784;
  // Those of the system.
  private static final int INPUT_OUTPUT = 5;
  private static final int TRY_AGAIN = 11;
  private static final int NO_SPACE = 28;
  private static final int READ_ONLY = 30;
  private static final int QUOTA = 122;

  /** With less than this, a disk is full whatever it says. */
  private static final long FULL_BYTES = 1 << 20;

  private LmdbFaults() {}

  /** Returns the fault that {@code cause} means, met while {@code doing}. */
  static StoreFault of(String doing, LmdbException cause) {
    StoreFault.Kind kind =
        switch (cause) {
          case LmdbNativeException told -> kind(told.getResultCode());
          case Env.AlreadyClosedException _ -> StoreFault.Kind.CLOSED;
          default -> StoreFault.Kind.IO;
        };
    return fault(kind, doing, cause);
  }

  /**
   * Returns the fault that {@code cause} means, met while {@code doing}, which writes.
   *
   * @param usableBytes of the disk
   */
  static StoreFault ofWriting(String doing, LmdbException cause, long usableBytes) {
    return cause instanceof LmdbNativeException told
        ? fault(kindOfWriting(told.getResultCode(), usableBytes), doing, cause)
        : of(doing, cause);
  }

  /**
   * Returns the fault that {@code cause} means, met while {@code doing}, which opens an
   * environment.
   *
   * <p>LMDB locks a byte of its lock file for the PID of each process that reads. The lock is held
   * already if a process of another PID namespace, such as another container's, has the same PID.
   */
  static StoreFault ofOpening(String doing, LmdbException cause) {
    return isResult(cause, TRY_AGAIN)
        ? fault(StoreFault.Kind.LOCKED, doing, cause)
        : of(doing, cause);
  }

  private static StoreFault fault(StoreFault.Kind kind, String doing, LmdbException cause) {
    return new StoreFault(kind, "LMDB failed while " + doing + ": " + words(kind, cause), cause);
  }

  private static String words(StoreFault.Kind kind, LmdbException cause) {
    if (kind == StoreFault.Kind.LOCKED) {
      return "a process that has the same PID in another PID namespace has it open, and LMDB tells"
          + " readers apart by their PIDs: run this one in the PID namespace of the server (docker"
          + " exec)";
    }
    if (isResult(cause, READERS_FULL)) {
      return "every place in its table of readers is taken: there are too many reads, exports and"
          + " inspects at once";
    }
    return String.valueOf(cause.getMessage());
  }

  private static boolean isResult(LmdbException cause, int code) {
    return cause instanceof LmdbNativeException told && told.getResultCode() == code;
  }

  /** Returns whether {@code fault} would not have been met with a larger map. */
  static boolean isMapFull(StoreFault fault) {
    return fault.getCause() instanceof LmdbException cause && isResult(cause, MAP_FULL);
  }

  /** Returns the fault of a row that nobody can have written, met while {@code doing}. */
  static StoreFault of(String doing, MalformedMessage cause) {
    return new StoreFault(
        StoreFault.Kind.CORRUPT, "damage was met while " + doing + ": " + cause, cause);
  }

  /** Returns the fault of a row whose bytes are not those that were stored. */
  static StoreFault damaged(RowKey key) {
    return new StoreFault(
        StoreFault.Kind.CORRUPT,
        "the row "
            + key
            + place(key)
            + " is damaged: its checksum is not that of its bytes. Restore a backup (wcn-db backup"
            + " restore) after a look at the disk; what is newer than the backup is healed by the"
            + " other replicas");
  }

  private static String place(RowKey key) {
    try {
      RecordKey named = key.decode();
      return " (namespace "
          + named.namespace()
          + ", shard "
          + ShardId.owning(ByteBuffer.wrap(key.content()).getLong()).index()
          + ")";
    } catch (MalformedMessage _) {
      return ", whose key cannot be read either,";
    }
  }

  /**
   * Returns the kind of the result code of a write.
   *
   * <p>Of one that was cut short, as the last one on a full disk is, LMDB says what it says of a
   * broken disk.
   */
  static StoreFault.Kind kindOfWriting(int code, long usableBytes) {
    return code == INPUT_OUTPUT && usableBytes < FULL_BYTES
        ? StoreFault.Kind.DISK_FULL
        : kind(code);
  }

  /**
   * Returns the kind of a result code.
   *
   * <p>A map that is full can {@linkplain MapGrowth grow}, and is like a full disk while it cannot.
   * A panic is what follows a write that the disk failed: the environment is good for nothing until
   * it is opened anew.
   */
  static StoreFault.Kind kind(int code) {
    return switch (code) {
      case MAP_FULL, NO_SPACE, QUOTA -> StoreFault.Kind.DISK_FULL;
      case READ_ONLY -> StoreFault.Kind.READ_ONLY;
      case PAGE_NOT_FOUND, CORRUPTED, VERSION_MISMATCH, INVALID, INCOMPATIBLE ->
          StoreFault.Kind.CORRUPT;
      default -> StoreFault.Kind.IO;
    };
  }
}
