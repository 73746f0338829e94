package network.wcn.app.db.service;

import java.util.concurrent.Semaphore;
import network.wcn.domain.api.StorageMethod;
import network.wcn.port.rpc.InboundStream;
import network.wcn.port.rpc.LinkFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers of many stored records, each on a platform thread of its own while it lasts.
 *
 * <p>So many may run at once as there are permits; further ones wait for theirs.
 */
final class BulkTransfers {
  private static final Logger log = LoggerFactory.getLogger(BulkTransfers.class);
  private static final int AT_ONCE = 16;

  private final DataExport exports;
  private final DataImport imports;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  BulkTransfers(DataExport exports, DataImport imports) {
    this.exports = exports;
    this.imports = imports;
  }

  /** Serves a transfer and returns when it is over; called on a virtual thread. */
  void serve(InboundStream stream) {
    try {
      permits.acquire();
    } catch (InterruptedException _) {
      stream.frames().close();
      Thread.currentThread().interrupt();
      return;
    }
    try {
      // Engines must not be called from virtual threads.
      Thread.ofPlatform().name("transfer").start(() -> transfer(stream)).join();
    } catch (InterruptedException _) {
      stream.frames().close();
      Thread.currentThread().interrupt();
    } finally {
      permits.release();
    }
  }

  private void transfer(InboundStream stream) {
    try {
      if (stream.method().equals(StorageMethod.READ_DATA)) {
        exports.serve(stream.frames());
      } else if (stream.method().equals(StorageMethod.WRITE_DATA)) {
        imports.serve(stream.frames());
      }
    } catch (LinkFault fault) {
      log.atDebug()
          .addKeyValue("rpc", stream.method().name())
          .addKeyValue("kind", fault.kind())
          .log("A transfer broke off");
    } finally {
      stream.frames().close();
    }
  }
}
