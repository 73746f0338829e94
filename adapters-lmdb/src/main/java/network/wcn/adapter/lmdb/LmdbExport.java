package network.wcn.adapter.lmdb;

import java.util.Optional;
import java.util.function.Consumer;
import network.wcn.port.storage.ExportCursor;
import network.wcn.port.storage.ExportedRecord;
import network.wcn.port.storage.StoreFault;
import network.wcn.port.storage.engine.OpenGate;
import network.wcn.wire.MalformedMessage;
import org.lmdbjava.LmdbException;

/** A walk that ends when its user or its store is closed. */
final class LmdbExport implements ExportCursor {
  private final OpenGate gate;
  private final LmdbWalk walk;
  private final Consumer<LmdbExport> whenClosed;
  private boolean closed;
  private boolean isEnded;

  LmdbExport(OpenGate gate, LmdbWalk walk, Consumer<LmdbExport> whenClosed) {
    this.gate = gate;
    this.walk = walk;
    this.whenClosed = whenClosed;
  }

  @Override
  public Optional<ExportedRecord> next() {
    gate.enter();
    try {
      if (closed) {
        throw new StoreFault(
            StoreFault.Kind.CLOSED,
            isEnded
                ? "the export was ended to make the map larger: begin anew"
                : "the export was closed");
      }
      return walk.next();
    } catch (LmdbException e) {
      throw LmdbFaults.of("exporting", e);
    } catch (MalformedMessage e) {
      throw LmdbFaults.of("exporting", e);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    gate.enterToRelease(this::release);
    whenClosed.accept(this);
  }

  /** Ends the transaction; nobody is inside of {@link #next}. */
  synchronized void release() {
    if (!closed) {
      closed = true;
      walk.close();
    }
  }

  /** Ends the transaction since the map must grow; nobody is inside of {@link #next}. */
  synchronized void endForLargerMap() {
    isEnded |= !closed;
    release();
  }
}
