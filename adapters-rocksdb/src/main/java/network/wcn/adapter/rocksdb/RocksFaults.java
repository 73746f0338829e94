package network.wcn.adapter.rocksdb;

import java.nio.file.Path;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.StoreDirectory;
import network.wcn.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The one place where RocksDB's errors become ours. */
final class RocksFaults {
  private static final String REMEDY =
      ". Restore a backup; or, if the write-ahead log is what is damaged, open once with"
          + " ROCKSDB_WAL_RECOVERY=prefix, which keeps the writes before the damage and leaves"
          + " the later ones to be healed by the other replicas";

  private RocksFaults() {}

  /** Returns the fault that {@code cause} means, met while {@code doing}. */
  static StoreFault of(String doing, RocksDBException cause) {
    Status status = cause.getStatus();
    StoreFault.Kind kind =
        status == null
            ? StoreFault.Kind.IO
            : kind(status.getCode(), status.getSubCode(), String.valueOf(status.getState()));
    return new StoreFault(
        kind, "RocksDB failed while " + doing + ": " + text(cause, status), cause);
  }

  /** Returns the fault that {@code cause} means, met while opening {@code directory}. */
  static StoreFault ofOpening(String directory, RocksDBException cause) {
    StoreFault fault = of("opening " + directory, cause);
    if (fault.kind() != StoreFault.Kind.CORRUPT) {
      return fault;
    }
    return new StoreFault(fault.kind(), fault.getMessage() + REMEDY, cause);
  }

  /**
   * Returns the fault of a log or MANIFEST in which the record that begins at {@code at} is bad.
   */
  static StoreFault damagedLog(Path file, long at) {
    return new StoreFault(
        StoreFault.Kind.CORRUPT,
        "the record at byte " + at + " of " + file + " is not what was written" + REMEDY);
  }

  /** Returns the fault of a row that nobody can have written, met while {@code doing}. */
  static StoreFault of(String doing, MalformedMessage cause) {
    return new StoreFault(
        StoreFault.Kind.CORRUPT, "damage was met while " + doing + ": " + cause, cause);
  }

  private static String text(RocksDBException cause, @Nullable Status status) {
    String message = String.valueOf(cause.getMessage());
    return status == null ? message : status.getCodeString() + ", " + message;
  }

  /**
   * Returns the kind of a status.
   *
   * <p>RocksDB names a full disk by a sub-code, and a directory that another process holds by its
   * text only; a database whose files are missing or do not fit together is an invalid argument.
   */
  static StoreFault.Kind kind(Status.Code code, Status.SubCode subCode, String state) {
    if (subCode == Status.SubCode.NoSpace) {
      return StoreFault.Kind.DISK_FULL;
    }
    return switch (code) {
      case Corruption, InvalidArgument, NotSupported, NotFound, MergeInProgress, Expired ->
          StoreFault.Kind.CORRUPT;
      case ShutdownInProgress -> StoreFault.Kind.CLOSED;
      case IOError -> ofInputOutput(state);
      case Ok, Incomplete, TimedOut, Aborted, Busy, TryAgain, Undefined -> StoreFault.Kind.IO;
    };
  }

  private static StoreFault.Kind ofInputOutput(String state) {
    StoreFault.Kind kind = StoreDirectory.ofSystem(state);
    boolean locked = state.contains("While lock file") || state.contains("lock hold by");
    return kind == StoreFault.Kind.IO && locked ? StoreFault.Kind.LOCKED : kind;
  }
}
