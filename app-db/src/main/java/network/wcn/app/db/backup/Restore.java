package network.wcn.app.db.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import network.wcn.app.db.dump.DumpFault;
import network.wcn.domain.ops.DumpProblem;
import network.wcn.port.storage.engine.StoreDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a dump in the place of a database: unpack and prove it beside, then exchange. */
final class Restore {
  private static final Logger log = LoggerFactory.getLogger(Restore.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Path database;
  private final Unpacking unpacking;
  private final Instant now;

  Restore(Path database, Unpacking unpacking, Instant now) {
    this.database = database;
    this.unpacking = unpacking;
    this.now = now;
  }

  void run(Path dump, Optional<RestorableStore> store) {
    checkMovable();
    StoreSwap swap = StoreSwap.of(database, now);
    log.atInfo().addKeyValue("dump", dump).log("Restoring");
    try (ProcessLock _ = swap.alone()) {
      if (store.isEmpty()) {
        StoreDirectory.requireFree(database);
      }
      restore(dump, swap, store);
    } catch (IOException | RuntimeException failure) {
      log.atError().addKeyValue("dump", dump).setCause(failure).log("A restore failed");
      throw failure instanceof DumpFault fault
          ? fault
          : new DumpFault(
              DumpProblem.RESTORE_FAILED, "restoring failed: " + failure.getMessage(), failure);
    }
    log.atInfo().addKeyValue("dump", dump).log("Restored");
  }

  private void restore(Path dump, StoreSwap swap, Optional<RestorableStore> store) {
    try {
      unpacking.unpack(dump, swap.staged());
      exchange(swap, store);
    } catch (RuntimeException failure) {
      discard(swap, failure);
      throw failure;
    }
  }

  private static void exchange(StoreSwap swap, Optional<RestorableStore> store) {
    if (store.isPresent()) {
      store.get().exchange(swap, DRAIN);
      return;
    }
    try {
      swap.forward();
      swap.confirm();
    } catch (RuntimeException failure) {
      undo(swap, failure);
      throw failure;
    }
  }

  /** If that fails, too, the next start does it. */
  private static void undo(StoreSwap swap, RuntimeException failure) {
    try {
      swap.back();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void discard(StoreSwap swap, Exception failure) {
    try {
      swap.discard();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void checkMovable() {
    if (MountPoints.isMountPoint(database)) {
      throw new DumpFault(
          DumpProblem.RESTORE_FAILED,
          database
              + " is a mount point and cannot be renamed; let the database be a directory in"
              + " the volume, not the volume itself");
    }
  }
}
